/** After how much silence hasty commands take each other for dead. */
export const SILENCE_MS = 2000;
