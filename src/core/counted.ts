const counts = new Intl.NumberFormat('en');

/** `12,345`: for sentences, not for data. */
export const countText = (count: number): string => counts.format(count);

/** `1 model`, `2 models`; `plural` where an s does not make it. */
export const countedText = (count: number, noun: string, plural = `${noun}s`): string =>
  `${countText(count)} ${count === 1 ? noun : plural}`;
