/** A claim of a contract that an adapter cannot keep, and why. */
interface Skip {
  readonly test: string;
  readonly reason: string;
}

export interface ContractOptions {
  readonly skip?: readonly Skip[];
}

export type Claim = (name: string, check: () => Promise<void>, timeoutMs?: number) => void;

/** Runs a contract: skips are shown with their reasons, and a skip that names no claim is an error. */
export function describeContract(
  name: string,
  { skip = [] }: ContractOptions,
  body: (claim: Claim) => void,
): void {
  describe(name, () => {
    const names = new Set<string>();
    body((claim, check, timeoutMs) => {
      names.add(claim);
      const skipped = skip.find(({ test: skippedName }) => skippedName === claim);
      if (skipped) test.skip(`${claim} (skipped: ${skipped.reason})`, check);
      else test(claim, check, timeoutMs);
    });
    test('every skip names a claim of the contract', () => {
      expect(skip.filter(({ test: skippedName }) => !names.has(skippedName))).toEqual([]);
    });
  });
}
