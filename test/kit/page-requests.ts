import type { Page } from 'playwright-core';

/** What the server answers to what a script in the page asks with the token; of a live field the first message. */
export async function answersInPage(
  page: Page,
  token: string,
  documents: readonly string[],
): Promise<readonly string[]> {
  const asked = { documents, token };
  return await page.evaluate(async ({ documents, token }) => {
    const answers: string[] = [];
    for (const query of documents) {
      const isLive = query.startsWith('subscription');
      const response = await fetch('/graphql', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: isLive ? 'text/event-stream' : 'application/json',
          authorization: `Bearer ${token}`,
        },
        body: JSON.stringify({ query }),
      });
      let text = '';
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      while (reader) {
        const { value, done } = await reader.read();
        text += value ?? '';
        if (done || (isLive && /^data: ?\{.*\n/m.test(text))) break;
      }
      await reader?.cancel();
      answers.push(text);
    }
    return answers;
  }, asked);
}
