/** `npm run bench -- NAME [ARGUMENT…]`: prints what was measured on this machine. */
const BENCHES: Readonly<Record<string, () => Promise<{ run: (...names: string[]) => Promise<unknown> }>>> = {
  compile: () => import('./compile'),
  engine: () => import('./engine'),
  functions: () => import('./functions'),
  googlesql: () => import('./googlesql'),
  reader: () => import('./reader'),
  synth: () => import('./synth'),
};

async function main([name = '', ...names]: readonly string[]): Promise<void> {
  const load = BENCHES[name];
  if (!load) throw new Error(`No bench "${name}": use one of ${Object.keys(BENCHES).join(', ')}`);
  await (await load()).run(...names);
}

void main(process.argv.slice(2));
