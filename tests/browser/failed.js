// A reporter that names the files in which a test failed, one a line.

/**
 * @param {AsyncIterable<{type: string, data: {file?: string, name?: string}}>} source
 */
export default async function* failed(source) {
  /** @type {Set<string>} */
  const files = new Set();
  for await (const { type, data } of source) {
    if (type === 'test:fail' && data.file) files.add(data.file);
  }
  for (const file of files) yield `${file}\n`;
}
