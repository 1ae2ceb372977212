/** Takes secrets out of text that somebody may read. */
export class Redactor {
  private readonly secrets = new Set<string>();

  hide(secret: string): void {
    if (secret === '') return;
    this.secrets.add(secret);
    for (const spelling of spellingsInUrls(secret)) this.secrets.add(spelling);
    this.secrets.add(JSON.stringify(secret).slice(1, -1));
  }

  redact(text: string): string {
    const longestFirst = [...this.secrets].sort((a, b) => b.length - a.length);
    return longestFirst.reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
  }
}

/** A value as it may stand in a URL: percent-encoded, or as forms encode it. */
export function spellingsInUrls(value: string): readonly [percent: string, form: string] {
  return [encodeURIComponent(value), new URLSearchParams([['', value]]).toString().slice(1)];
}
