/** What long work says while it goes on, a line each; entry points print it, functions log it. */
export type Progress = (message: string) => void;
