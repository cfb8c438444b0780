// Moves the one script that SvelteKit writes into the page to a file of its own, so that the server's content security
// policy can forbid all scripts inside pages.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const page = 'build/index.html';
const html = readFileSync(page, 'utf8');
const inline = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)];
if (inline.length !== 1) throw new Error(`${page} has ${inline.length} scripts inside; one was expected.`);
const [whole, script] = inline[0];
const name = `/_app/immutable/begin.${createHash('sha256').update(script).digest('hex').slice(0, 10)}.js`;
writeFileSync(`build${name}`, script);
writeFileSync(page, html.replace(whole, `<script src="${name}"></script>`));
