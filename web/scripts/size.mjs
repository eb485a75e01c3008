// Fails the build when the page without the lazily loaded diagram code outgrows its budget.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 500;
const folder = 'dist/assets';
const rows = readdirSync(folder)
  .filter((name) => /\.(js|css)$/.test(name))
  .map((name) => ({ name, kb: gzipSync(readFileSync(join(folder, name))).length / 1000 }));
const lazy = rows.filter(({ name }) => name.startsWith('diagram'));
const total = rows.reduce((sum, row) => sum + row.kb, 0);
const withoutDiagram = total - lazy.reduce((sum, row) => sum + row.kb, 0);
console.log(`gzip: ${total.toFixed(0)} kB in all, ${withoutDiagram.toFixed(0)} kB without the diagram viewer`);
if (total > BUDGET_KB) {
  console.error(`The page is larger than ${BUDGET_KB} kB (gzip).`);
  process.exit(1);
}
