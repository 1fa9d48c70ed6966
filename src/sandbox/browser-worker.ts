/** The inside of a browser's worker: listens, and answers. Nothing else of the worker's world is touched. */

/** Hands every message to `handle`; what that throws reaches the page as an `error` event of the worker. */
export function listen<Request, Answer>(
  handle: (request: Request, send: (answer: Answer) => void) => Promise<void>,
): void {
  const send = (answer: Answer): void => {
    postMessage(answer);
  };
  addEventListener('message', (event: MessageEvent<Request>) => {
    handle(event.data, send).catch(reportError);
  });
}
