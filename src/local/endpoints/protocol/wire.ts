/** How one request, its answer and its errors stand on the wire; a service may take more than one. `awsCbor` is CBOR in the frame of JSON, as the Java SDK speaks it to Kinesis. */
export type Wire = 'json' | 'awsCbor' | 'restJson' | 'cbor' | 'query' | 'ec2' | 'xml' | 's3';
