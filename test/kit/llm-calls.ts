import type Anthropic from '@anthropic-ai/sdk';
import type OpenAI from 'openai';

const messages = [{ role: 'user' as const, content: 'What is 2+2?' }];
export const chat = { model: 'gpt-4o', messages };
const response = { model: 'gpt-5.4', input: 'What is 2+2?' };
export const message = { model: 'claude-sonnet-5-5', max_tokens: 100, messages };

export async function all<TPart>(parts: AsyncIterable<TPart>): Promise<TPart[]> {
  const seen: TPart[] = [];
  for await (const part of parts) seen.push(part);
  return seen;
}

/** Every way to call a model with this client, and what each gives. */
export const openAICalls: Record<string, (client: OpenAI) => Promise<unknown>> = {
  'chat.completions.create': (client) => client.chat.completions.create(chat),
  'a chat stream': async (client) => all(await client.chat.completions.create({ ...chat, stream: true })),
  'a chat stream with its usage': async (client) =>
    all(await client.chat.completions.create({ ...chat, stream: true, stream_options: { include_usage: true } })),
  'chat.completions.parse': (client) => client.chat.completions.parse(chat),
  'chat.completions.stream': (client) => client.chat.completions.stream(chat).finalChatCompletion(),
  'chat.completions.runTools': (client) => client.chat.completions.runTools({ ...chat, tools: [] }).finalContent(),
  'chat: tee': async (client) => {
    const [left, right] = (await client.chat.completions.create({ ...chat, stream: true })).tee();
    return await Promise.all([all(left), all(right)]);
  },
  'chat: toReadableStream': async (client) => {
    const stream = await client.chat.completions.create({ ...chat, stream: true });
    return await new Response(stream.toReadableStream() as unknown as ReadableStream<Uint8Array>).text();
  },
  'chat: withResponse': async (client) => {
    const {
      data,
      response: { status, url },
      request_id,
    } = await client.chat.completions.create(chat).withResponse();
    return { data, status, url, request_id };
  },
  'chat: asResponse': async (client) => (await client.chat.completions.create(chat).asResponse()).json(),
  'chat: withOptions': (client) => client.withOptions({ timeout: 5_000 }).chat.completions.create(chat),
  'responses.create': (client) => client.responses.create(response),
  'a response stream': async (client) => all(await client.responses.create({ ...response, stream: true })),
  'responses.parse': (client) => client.responses.parse(response),
  'responses.stream': (client) => client.responses.stream(response).finalResponse(),
  'embeddings.create': (client) => client.embeddings.create({ model: 'text-embedding-3-small', input: 'Four.' }),
};

export const anthropicCalls: Record<string, (client: Anthropic) => Promise<unknown>> = {
  'messages.create': (client) => client.messages.create(message),
  'a message stream': async (client) => all(await client.messages.create({ ...message, stream: true })),
  'messages.stream': (client) => client.messages.stream(message).finalMessage(),
  'beta.messages.create': (client) => client.beta.messages.create(message),
  withResponse: async (client) => {
    const {
      data,
      response: { status, url },
      request_id,
    } = await client.messages.create(message).withResponse();
    return { data, status, url, request_id };
  },
};
