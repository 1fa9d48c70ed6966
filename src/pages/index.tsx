import Layout from '@theme/Layout';
import type { ReactNode } from 'react';
import HeroDiagram from '../components/HeroDiagram/index.tsx';
import Continue from '../components/Progress/Continue.tsx';
import CourseMap from '../components/Progress/CourseMap.tsx';
import Kept from '../components/Progress/Kept.tsx';
import styles from './index.module.css';

export default function StartPage(): ReactNode {
  return (
    <Layout description="An interactive course on what goes wrong in distributed systems. You write TypeScript; a deterministic simulator loses messages, pauses nodes and crashes them, and shows you the run that breaks your program.">
      <main className={styles.page}>
        <HeroDiagram>
          <h1 className={styles.title}>Partial Failure</h1>
          <p className={styles.sentence}>
            A course on what goes wrong when a program runs on more than one computer, and on writing programs
            that stay right.
          </p>
          <Continue className={styles.start ?? ''} />
          <p className={styles.aside}>Free, no account. Everything runs in your browser.</p>
        </HeroDiagram>

        <section className={styles.section} aria-labelledby="lessons">
          <h2 id="lessons">Lessons</h2>
          <div>
            <CourseMap />
            <Kept />
          </div>
        </section>

        <section className={styles.section} aria-labelledby="how-it-works">
          <h2 id="how-it-works">How it works</h2>
          <ol className={styles.steps}>
            <li>
              <h3>Read, and see it fail</h3>
              <p>Each lesson explains one kind of fault, with figures that follow it message by message.</p>
            </li>
            <li>
              <h3>Write the program</h3>
              <p>
                You write ordinary TypeScript: nodes that send messages, wait, and keep things on disk. There
                is nothing to install.
              </p>
            </li>
            <li>
              <h3>Meet the run that breaks it</h3>
              <p>
                A simulator tries many runs with lost messages, pauses and crashes. If one breaks your
                program, you get the shortest such run, step by step, and the same one each time.
              </p>
            </li>
          </ol>
        </section>

        <section className={styles.section} aria-labelledby="what-you-need">
          <h2 id="what-you-need">What you need</h2>
          <p>
            A recent browser, and enough TypeScript or JavaScript to be at home with <code>async</code> and{' '}
            <code>await</code>. You need no experience with distributed systems.
          </p>
        </section>
      </main>
    </Layout>
  );
}
