/**
 * Does the work while nobody is told where objects are made: CDKTF notes the whole stack for every token, which takes
 * a third of a synthesis and is read by nobody. Errors keep their stacks.
 */
export function withoutTraces<T>(work: () => T): T {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => undefined;
  try {
    return work();
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}
