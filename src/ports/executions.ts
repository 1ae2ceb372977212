/** What starts runs from outside and steps their tasks. */
export interface Executions {
  /** @throws when it cannot be started now */
  start(request: ExecutionRequest): Promise<void>;
}

export interface ExecutionRequest {
  readonly pipeline: string;
  /** `on_file <source>`, `after <pipeline>`. */
  readonly trigger: string;
}
