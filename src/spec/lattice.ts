/** A request body that VPC Lattice hands to a function, in bytes (LAT-02). */
export const LATTICE_REQUEST_MAX = 6_291_456;

/** Who invokes the functions of target groups (LAT-01). */
export const LATTICE_PRINCIPAL = 'vpc-lattice.amazonaws.com';
