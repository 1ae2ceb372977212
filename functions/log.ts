export type Severity = 'DEBUG' | 'INFO' | 'NOTICE' | 'WARNING' | 'ERROR';

/** Fields of a line; an `event` is counted by a metric. */
export type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export type Print = (line: string) => void;

const print: Print = (line) => {
  process.stdout.write(`${line}\n`);
};

/** Lines that Cloud Logging takes apart: JSON with severity, the trace of the request, and ids as labels. */
export class Log {
  private constructor(
    private readonly common: object,
    private readonly to: Print,
  ) {}

  /** @param header `traceparent`, or `x-cloud-trace-context` */
  static of(project: string, name: string, header: string | undefined, to: Print = print): Log {
    const trace = /^(?:00-)?([0-9a-f]{32})/.exec(header ?? '')?.[1];
    const tracing = trace && { 'logging.googleapis.com/trace': `projects/${project}/traces/${trace}` };
    return new Log({ function: name, ...tracing }, to);
  }

  /** The same log for the work on a run or a file: its id is on every line. */
  with(ids: Fields): Log {
    return new Log({ ...this.common, ...ids }, this.to);
  }

  write(severity: Severity, message: string, fields: Fields = {}): void {
    this.to(JSON.stringify({ severity, message, ...this.common, ...fields }));
  }

  /** A defect, in the form that Error Reporting groups: what it says without values, and where it happened. */
  defect(message: string, error: unknown, fields: Fields = {}): void {
    const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter(isFrame).join('\n') : '';
    const kind = error instanceof Error ? error.name : 'Error';
    this.write('ERROR', message, {
      ...fields,
      '@type': 'type.googleapis.com/google.devtools.clouderrorreporting.v1beta1.ReportedErrorEvent',
      stack_trace: `${kind}: ${message}\n${frames}`,
    });
  }
}

const isFrame = (line: string): boolean => /^\s+at /.test(line);
