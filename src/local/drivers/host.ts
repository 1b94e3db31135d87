/** What this machine and its user have set for the executor itself; none of it reaches a handler unasked. */
export const host = {
  variables: process.env as Readonly<Record<string, string | undefined>>,
  currentFolder: () => process.cwd(),
};
