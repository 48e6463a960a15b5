// bundle.mjs: makes the page's C++ source of the files in page/ and of what they use of D3.
//
// node bundle.mjs NODE_MODULES OUT.cpp
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const [nodeModules, out] = process.argv.slice(2).map((path) => resolve(path));
const esbuild = createRequire(join(nodeModules, 'none.js'))('esbuild');
const page = (name) => fileURLToPath(new URL(`page/${name}`, import.meta.url));

const build = (entry) =>
  esbuild.buildSync({
    entryPoints: [page(entry)],
    bundle: true,
    charset: 'utf8',
    format: 'esm',
    legalComments: 'none',
    metafile: true,
    minify: true,
    nodePaths: [nodeModules],
    target: 'es2022',
    write: false,
  });

const script = build('main.js');
const scriptText = script.outputFiles[0].text.trim();
const styleText = build('page.css').outputFiles[0].text.trim();

// The licences of all packages that went in, each text once.
const packages = new Set(
  Object.keys(script.metafile.inputs)
    .map((input) => /node_modules\/([^/]+)\//.exec(input)?.[1])
    .filter(Boolean),
);
const holders = new Map();
for (const name of [...packages].sort()) {
  const text = readFileSync(join(nodeModules, name, 'LICENSE'), 'utf8').trim();
  holders.set(text, [...(holders.get(text) ?? []), name]);
}
const licences = [...holders].map(([text, names]) => `${names.join(', ')}\n\n${text}`).join('\n\n');
if (licences.includes('--')) throw new Error('a licence would end the comment that it stands in');

const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const parts = {
  licences,
  policy: [
    "default-src 'none'",
    `script-src ${hash(scriptText)}`,
    `style-src ${hash(styleText)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; '),
  script: scriptText,
  style: styleText,
};
const whole = readFileSync(page('index.html'), 'utf8').replace(/\{\{(\w+)\}\}/g, (place, name) =>
  name in parts ? parts[name] : place,
);
const [head, tail] = whole.split('{{data}}');

const literal = (text) => {
  if (text.includes(')page"')) throw new Error('the page has what ends a C++ literal');
  return `R"page(${text})page"`;
};
writeFileSync(
  out,
  `// page.cpp: made by bundle.mjs from page/.
#include "render/html/html.h"

namespace flowlog::render {

const std::string_view kPageHead = ${literal(head)};

const std::string_view kPageTail = ${literal(tail)};

}  // namespace flowlog::render
`,
);
