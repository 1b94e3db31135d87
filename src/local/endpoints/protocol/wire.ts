/** How one request, its answer and its errors stand on the wire; a service may take more than one. */
export type Wire = 'json' | 'restJson' | 'cbor' | 'query' | 'ec2' | 'xml' | 's3';
