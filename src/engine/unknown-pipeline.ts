/** The project has no such pipeline. */
export class UnknownPipeline extends Error {
  override readonly name = 'UnknownPipeline';
}
