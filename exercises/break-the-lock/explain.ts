import type { Finding } from 'partial-failure/kit';

/** What became of an attack, in a sentence or two. */
export default function explain({ code, data }: Finding): string {
  const letter = String(data?.['target'] ?? '').slice(-1);
  switch (code) {
    case 'refused':
      return `Your list for system ${letter} is not allowed: ${String(data?.['why'])}.`;
    case 'unbreakable':
      return `System ${letter} withstood your faults. It withstands every list within its menu.`;
    case 'breakable':
      return `System ${letter} can be broken with the faults on its menu.`;
    default:
      return `System ${letter} withstood your faults: no write of an earlier grant landed on one of a later grant.`;
  }
}
