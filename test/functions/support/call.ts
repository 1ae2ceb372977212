import type { Request, Response } from '@google-cloud/functions-framework';
import { type Endpoint, serve } from '../../../functions/serve';
import type { Site } from '../../../functions/site';

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One request to a function as its framework hands it over, and what is answered; lines of the log go to `print`. */
export function call(
  endpoint: Endpoint,
  site: Site,
  body: unknown,
  print: (line: string) => void = () => undefined,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return new Promise((resolve) => {
    let status = 0;
    const request = { body, headers, header: (name: string) => headers[name.toLowerCase()] };
    const response = {
      status(code: number) {
        status = code;
        return this;
      },
      json(answer: Answer['body']) {
        resolve({ status, body: answer });
      },
    };
    const handler = serve(endpoint, async () => site, print);
    void handler(request as unknown as Request, response as unknown as Response);
  });
}
