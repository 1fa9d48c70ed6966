import { brokenOf, misconceptionsOf, slowestOf, spreadOf, whyToLook, type Shared } from './class-figures.ts';
import { page, table, verdictMark } from './html-page.ts';
import { html, NOTHING, type Markup } from './markup.ts';
import type { Owner } from './owners.ts';
import type { Result, Results } from './results.ts';
import { commentOf, notesOf, scoreOf, VERDICT_WORDS } from './tell.ts';

const MOST = 12;
const SLOWEST = 5;

/**
 * The class’s page.
 *
 * @param folder where the students’ pages are, beside it
 */
export function classPage(owners: readonly Owner[], folder: string, results: Results): string {
  const all = results.results;
  const pageOf = new Map(
    owners.flatMap((owner) => owner.results.map((result): [Result, Owner] => [result, owner])),
  );
  const linked = (result: Result): Markup => {
    const owner = pageOf.get(result);
    return owner === undefined
      ? NOTHING
      : html`<a href="${`${encodeURIComponent(folder)}/${owner.fileName}.html`}">${owner.who}</a>`;
  };
  const exercises = [...new Set(all.map(({ exercise }) => exercise ?? 'no exercise'))];
  const body = html`<h1>What the class handed in</h1>
    <p class="soft">
      ${counted(owners.length, 'student or group', 'students and groups')},
      ${counted(all.length, 'submission', 'submissions')}: ${exercises.join(', ')}
    </p>
    <ul class="tiles">
      ${(['pass', 'fail', 'invalid', 'error'] as const).map((verdict) => {
        const count = all.filter((result) => result.verdict === verdict).length;
        return html`<li><b>${count}</b>${verdictMark({ verdict })}</li>`;
      })}
    </ul>
    <p class="soft">
      “${VERDICT_WORDS.error}” is the grader’s own failure, or a file that nobody can place. It has no grade:
      neither 0 nor another.
    </p>
    ${lookPart(all, linked)} ${spreadPart(all)}
    ${sharedPart('Most common misconceptions', 'What programs that fail look like: guesses, by how they fail.', 'Belief', misconceptionsOf(all), linked)}
    ${sharedPart('Most broken properties', 'So many programs break each.', 'Property', brokenOf(all), linked)}
    ${table(
      'Slowest to grade',
      'A program that takes long sends much, or waits in circles.',
      ['Who', 'Exercise', { number: 'Time' }],
      slowestOf(all, SLOWEST).map(
        (result) =>
          html`<tr>
            <th scope="row">${linked(result)}</th>
            <td class="id">${result.exercise ?? ''}</td>
            <td class="number">${((result.tookMs ?? 0) / 1000).toFixed(1)} s</td>
          </tr>`,
      ),
    )}
    ${table(
      'Everybody',
      'In the order in which they were graded.',
      ['Who', 'Exercise', 'Verdict', { number: 'Score' }, 'What'],
      all.map(
        (result) =>
          html`<tr>
            <th scope="row">${linked(result)}</th>
            <td class="id">${result.exercise ?? ''}</td>
            <td>${verdictMark(result)}</td>
            <td class="number">${scoreOf(result)}</td>
            <td>${commentOf(result)}</td>
          </tr>`,
      ),
    )}`;
  return page('What the class handed in', body, results);
}

function lookPart(results: readonly Result[], linked: (result: Result) => Markup): Markup {
  const isClass = results.some(({ students }) => students.length > 0);
  const rows = results.flatMap((result) => {
    const why = whyToLook(result, isClass);
    if (why.length === 0) return [];
    const notes = notesOf(result).join(' ');
    return [
      html`<tr>
        <th scope="row">${linked(result)}</th>
        <td class="id">${result.exercise ?? ''}</td>
        <td>${verdictMark(result)}</td>
        <td>${why.join('; ')}${notes === '' ? NOTHING : html`<br /><span class="soft">${notes}</span>`}</td>
      </tr>`,
    ];
  });
  return table(
    'Whom to look at',
    'Where a grade alone does not say it all.',
    ['Who', 'Exercise', 'Verdict', 'Why'],
    rows,
  );
}

function spreadPart(results: readonly Result[]): Markup {
  const bands = spreadOf(results);
  const most = Math.max(...bands.map(({ count }) => count));
  if (most === 0) return NOTHING;
  return html`<h2>Scores</h2>
    <table class="spread">
      <caption>
        So many submissions have so many per cent of the points.
      </caption>
      <tbody>
        ${bands.map(
          ({ label, count }) =>
            html`<tr>
              <th scope="row">${label}</th>
              <td>
                <svg aria-hidden="true">
                  <rect width="${Math.round((count * 1000) / most) / 10}%" height="100%" rx="2" />
                </svg>
              </td>
              <td class="number">${count}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
}

function sharedPart(
  heading: string,
  caption: string,
  what: string,
  entries: readonly Shared[],
  linked: (result: Result) => Markup,
): Markup {
  const rows = entries.slice(0, MOST).map((entry) => {
    const who = entry.results.slice(0, MOST).map((result) => html`${linked(result)} `);
    const more = entry.results.length - MOST;
    return html`<tr>
      <th scope="row">${entry.what}</th>
      <td class="id">${entry.exercise}</td>
      <td class="number">${entry.results.length}</td>
      <td>${who}${more > 0 ? `and ${more} more` : ''}</td>
    </tr>`;
  });
  return table(heading, caption, [what, 'Exercise', { number: 'Submissions' }, 'Who'], rows);
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
