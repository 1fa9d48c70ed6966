import { coveredFurther, tellScenarioCoverage } from '../../grader/tell-coverage.ts';
import { tellMeasure } from '../../grader/tell-measure.ts';
import { page, verdictMark } from './html-page.ts';
import { drawn, html, NOTHING, type Markup } from './markup.ts';
import type { Owner } from './owners.ts';
import type { KeptFailure, Result, Results } from './results.ts';
import { guessLines, notesOf, scoreOf } from './tell.ts';

const STATUS = { passed: '✓ passed', broken: '✗ broken', 'not-exercised': '– not exercised' } as const;

/** One student’s page, or one group’s: each exercise with its story and picture. */
export function studentPage(owner: Owner, results: Results, classPage: string): string {
  const body = html`<p><a href="${`../${encodeURIComponent(classPage)}`}">The class</a></p>
    <h1>${owner.who}</h1>
    ${owner.results.map(resultPart)}`;
  return page(owner.who, body, results);
}

function resultPart(result: Result): Markup {
  const { title, exercise, path, failures, picture } = result;
  const [first, ...others] = failures;
  return html`<section>
    <h2>${title ?? exercise ?? path}</h2>
    <p>${verdictMark(result)}, ${scoreOf(result)}</p>
    ${notesOf(result).map((note) => html`<p class="soft">${note}</p>`)} ${whyNot(result)}
    ${propertiesPart(result)} ${first === undefined ? NOTHING : failurePart(first, picture)}
    ${guessLines(result).map((line) => html`<p class="callout">${line}</p>`)}
    ${others.map((failure) => failurePart(failure, undefined))} ${coveragePart(result)}
    <p class="soft">
      ${path}${exercise === null ? '' : `; exercise ${exercise}, version ${result.exerciseVersion ?? '?'}`}
    </p>
  </section>`;
}

function whyNot({ verdict, problems, graderFailure }: Result): Markup {
  if (verdict === 'error')
    return html`<p class="callout error">
      <strong>Not graded.</strong> This is through no fault of the program, and there is no grade for it.
      ${graderFailure?.message ?? ''}
    </p>`;
  if (problems.length === 0) return NOTHING;
  return html`<div class="callout invalid">
    ${problems.map(
      ({ message, line, text }) =>
        html`<p>${line === undefined ? '' : `Line ${line}: `}${message}</p>
          ${text === undefined ? NOTHING : html`<pre>${text}</pre>`}`,
    )}
  </div>`;
}

function propertiesPart({ properties }: Result): Markup {
  if (properties.length === 0) return NOTHING;
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">Property</th>
          <th scope="col">Outcome</th>
          <th scope="col" class="number">Points</th>
        </tr>
      </thead>
      <tbody>
        ${properties.map(({ id, means, status, points, maxPoints, measures = [] }) => {
          const measured = measures.map(
            (measure) => html`<br /><span class="soft">${measure.scenario}: ${tellMeasure(measure)}</span>`,
          );
          const outcome = status === 'passed' ? 'pass' : status === 'broken' ? 'fail' : 'soft';
          return html`<tr>
            <th scope="row">${id}<br /><span class="soft">${means}</span>${measured}</th>
            <td class="verdict ${outcome}">${STATUS[status]}</td>
            <td class="number">${maxPoints === 0 ? '' : `${points} of ${maxPoints}`}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

function failurePart(failure: KeptFailure, picture: string | undefined): Markup {
  const { property, summary, line, visible, scenario, seed, commands, story, token } = failure;
  return html`<h3>${summary}${line > 0 ? ` (line ${line})` : ''}</h3>
    <p class="soft">
      This breaks ${property}. ${visible ? 'Scenario' : 'Hidden scenario'}: ${scenario}, run seed ${seed}
    </p>
    ${commands === undefined ? NOTHING : html`<p class="soft">Drawn commands: ${commands.join('; ')}</p>`}
    <ol class="story">
      ${story.map(
        ({ text, atMs, node, tone }) =>
          html`<li>
            <span class="when">${atMs.toFixed(1)} ms${node === '' ? '' : ` ${node}`}</span>
            <span class="${tone}">${text}</span>
          </li>`,
      )}
    </ol>
    ${picture === undefined ? NOTHING : html`<div class="picture">${drawn(picture)}</div>`}
    ${token === undefined ? NOTHING : html`<p class="soft">See this run again: <code>npx partial-failure replay ${token} FILE</code></p>`}`;
}

function coveragePart({ coverage, verdict }: Result): Markup {
  if (coverage === undefined || coverage.runs === 0 || verdict === 'error') return NOTHING;
  const told = coveredFurther(coverage.scenarios).map(
    (scenario) => html`<li>${tellScenarioCoverage(scenario)}</li>`,
  );
  return html`<h3>What was tried</h3>
    <p>${coverage.runs} runs, ${coverage.events} events.</p>
    ${
      told.length === 0
        ? NOTHING
        : html`<ul class="soft">
            ${told}
          </ul>`
    }`;
}
