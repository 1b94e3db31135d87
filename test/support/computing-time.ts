/** How long this process computes in `work`, in milliseconds; what else the machine does meanwhile does not count. */
export function computingMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
