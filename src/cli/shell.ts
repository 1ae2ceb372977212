/** A command as it can be pasted into a shell. */
export const commandText = (program: string, args: readonly string[]): string =>
  [program, ...args].map(word).join(' ');

const word = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** What names the project to a command to be pasted, where the one before it was given one. */
export const projectOption = (project: string | undefined): string[] =>
  project ? ['--project', project] : [];
