/** Monaco's own workers, served by the site. Both labels must be answered, or Monaco's are emitted unbundled. */
export function provideWorkers(): void {
  self.MonacoEnvironment = {
    getWorker(_workerId, label) {
      return label === 'typescript' || label === 'javascript'
        ? new Worker(new URL('monaco-editor/languages/features/typescript/ts.worker.js', import.meta.url), {
            name: 'types',
          })
        : new Worker(new URL('monaco-editor/editor/editor.worker.js', import.meta.url), { name: 'editor' });
    },
  };
}
