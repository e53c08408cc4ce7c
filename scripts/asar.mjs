import fs from 'node:fs';
import path from 'node:path';

/** Packs a flat folder as an .asar archive (Chromium pickle header: four sizes, JSON index, then the files). */
export function packFlatAsar(folder, target) {
  const files = {};
  const bodies = [];
  let offset = 0;
  for (const name of fs.readdirSync(folder).sort()) {
    const body = fs.readFileSync(path.join(folder, name));
    files[name] = { size: body.length, offset: String(offset) };
    offset += body.length;
    bodies.push(body);
  }
  const index = Buffer.from(JSON.stringify({ files }));
  const padding = (4 - (index.length % 4)) % 4;
  const header = Buffer.alloc(16);
  header.writeUInt32LE(4, 0);
  header.writeUInt32LE(index.length + padding + 8, 4);
  header.writeUInt32LE(index.length + padding + 4, 8);
  header.writeUInt32LE(index.length, 12);
  fs.writeFileSync(target, Buffer.concat([header, index, Buffer.alloc(padding), ...bodies]));
}
