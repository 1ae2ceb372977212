/** Takes secrets out of text that somebody may read. */
export class Redactor {
  private readonly secrets = new Set<string>();

  hide(secret: string): void {
    if (secret === '') return;
    this.secrets.add(secret);
    this.secrets.add(encodeURIComponent(secret));
    this.secrets.add(JSON.stringify(secret).slice(1, -1));
  }

  redact(text: string): string {
    const longestFirst = [...this.secrets].sort((a, b) => b.length - a.length);
    return longestFirst.reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
  }
}
