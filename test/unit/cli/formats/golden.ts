import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

/** Compares with what is committed beside the tests; `vitest -u` writes it anew, to be read before it is committed. */
export async function expectGolden(text: string, file: string): Promise<void> {
  await expect(text).toMatchFileSnapshot(fileURLToPath(new URL(`golden/${file}`, import.meta.url)));
}
