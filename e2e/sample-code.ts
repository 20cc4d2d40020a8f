// Code of a small Node service, as people have it: in a folder, in a zip, in a repository.
import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';

const SERVER = `require('node:http')
  .createServer((request, response) => response.end(process.env.GREETING + ' ' + require('./lib/名称.js')))
  .listen(process.env.PORT);
`;

const FILES: Record<string, string> = {
  'package.json': JSON.stringify({ name: 'shop', scripts: { start: 'node server.js' } }),
  'server.js': SERVER,
  'lib/名称.js': "module.exports = 'from code';\n",
  'node_modules/left-out/index.js': "module.exports = 'not needed';\n",
};

/** A folder `shop` of the service; it goes with `using`. */
export class SampleCode implements Disposable {
  readonly #parent = mkdtempSync(path.join(tmpdir(), 'berth-code-'));
  readonly folder = path.join(this.#parent, 'shop');

  constructor(files = FILES) {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(this.folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  async zip(): Promise<string> {
    const file = path.join(this.#parent, 'shop.zip');
    const zip = new ZipFile();
    for (const [name, text] of Object.entries(FILES)) zip.addBuffer(Buffer.from(text), name);
    zip.end();
    await finished(zip.outputStream.pipe(createWriteStream(file)));
    return file;
  }

  /** The folder as a repository with everything on the branch `main`. */
  commit(): string {
    const git = (...args: string[]) => execFileSync('git', ['-C', this.folder, ...args], { stdio: 'pipe' });
    git('init', '--initial-branch=main');
    git('add', '.');
    git('-c', 'user.name=Ops', '-c', 'user.email=ops@example.com', 'commit', '--message=Begin');
    return this.folder;
  }

  [Symbol.dispose](): void {
    rmSync(this.#parent, { recursive: true, force: true });
  }
}
