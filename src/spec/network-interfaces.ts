/** Network interfaces that Lambda may have in one VPC, shared with other services; it can be raised (NET-04, DG:gettingstarted-limits). */
export const NETWORK_INTERFACES_PER_VPC = 500;

/** Addresses of every subnet that AWS keeps (VPC user guide, subnet-sizing). */
export const RESERVED_ADDRESSES_PER_SUBNET = 5;

/** The memory that one network interface served before 2019, in MB (NET-05). */
const MEMORY_PER_CLASSIC_INTERFACE_MB = 3072;

/**
 * Network interfaces by the formula of before 2019: peak concurrency × memory ÷ 3 GB, rounded up (NET-05).
 *
 * It is history: today every distinct pair of subnet and set of security groups has one, whatever the concurrency (NET-03).
 */
export function classicNetworkInterfaces(peakConcurrency: number, memoryMb: number): number {
  return Math.ceil((peakConcurrency * memoryMb) / MEMORY_PER_CLASSIC_INTERFACE_MB);
}

/** The addresses of a subnet that AWS leaves to its users, from the prefix length of its IPv4 block. */
export function usableAddresses(prefixLength: number): number {
  return 2 ** (32 - prefixLength) - RESERVED_ADDRESSES_PER_SUBNET;
}

/** Connections that one network interface serves; Lambda makes another when there are more (NET-03, DG:configuration-vpc). */
export const CONNECTIONS_PER_INTERFACE = 65_000;

/** File descriptors of one execution environment, and so the most connections that it can have (FN-19). */
export const CONNECTIONS_PER_ENVIRONMENT = 1024;
