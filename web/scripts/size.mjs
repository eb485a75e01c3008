// Fails the build when what every visitor loads, or the page without the lazily loaded diagram code, outgrows its budget.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const START_KB = 370;
const WHOLE_KB = 500;
const folder = 'dist/assets';
const page = readFileSync('dist/index.html', 'utf8');
const rows = readdirSync(folder)
  .filter((name) => /\.(js|css)$/.test(name))
  .map((name) => ({ name, kb: gzipSync(readFileSync(join(folder, name))).length / 1000 }));
const sum = (chosen) => chosen.reduce((total, { kb }) => total + kb, 0);
const start = sum(rows.filter(({ name }) => page.includes(name)));
const whole = sum(rows.filter(({ name }) => !name.startsWith('diagram')));
console.log(`gzip: ${start.toFixed(0)} kB at the start, ${whole.toFixed(0)} kB without the diagram viewer`);
for (const [what, kb, budget] of [['What every visitor loads', start, START_KB], ['The page without the diagram viewer', whole, WHOLE_KB]]) {
  if (kb > budget) {
    console.error(`${what} is larger than ${budget} kB (gzip).`);
    process.exitCode = 1;
  }
}
