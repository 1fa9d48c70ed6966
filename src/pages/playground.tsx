import Layout from '@theme/Layout';
import type { ReactNode } from 'react';
import Playground from '../components/Playground/index.tsx';
import styles from '../components/Playground/styles.module.css';

export default function PlaygroundPage(): ReactNode {
  return (
    <Layout
      title="Playground"
      description="Run a program under faults that you choose: lose a message, pause a node, cut a link, and see which promise breaks."
    >
      <main className={styles.page}>
        <h1>Playground</h1>
        <p className={styles.intro}>
          Lose a message. Pause a node while it holds a lease. Cut a link for a second. You choose the faults,
          the program runs again at once, and you see which promise breaks.
        </p>
        <Playground />
      </main>
    </Layout>
  );
}
