/** `aborted`: by who reads it. `failed`: it broke off. */
export type StreamEnd = 'completed' | 'aborted' | 'failed';

export type StreamFollower<TPiece> = {
  /** Sees each piece on its way, and gives what is passed on in its place: the same one, unless it has a reason. */
  onPiece?(piece: TPiece): readonly TPiece[];
  /** What is passed on at the end of a stream that was read to its end. */
  onDone?(): readonly TPiece[];
  /** Once. The stream's own error is passed on too. */
  onEnd(end: StreamEnd): void;
};

/** The same stream, each piece of which is read when it is asked for, and no earlier. */
export function followStream<TPiece>(
  stream: ReadableStream<TPiece>,
  { onPiece = (piece) => [piece], onDone = () => [], onEnd }: StreamFollower<TPiece>,
): ReadableStream<TPiece> {
  const reader = stream.getReader();
  let hasEnded = false;
  const end = (how: StreamEnd) => {
    if (hasEnded) return;
    hasEnded = true;
    onEnd(how);
  };
  return new ReadableStream<TPiece>(
    {
      async pull(controller) {
        try {
          // Who asks for a piece is not asked again until there is one.
          for (let passed: readonly TPiece[] = []; passed.length === 0; ) {
            const { done, value } = await reader.read();
            if (hasEnded) return;
            passed = done ? onDone() : onPiece(value);
            for (const piece of passed) controller.enqueue(piece);
            if (!done) continue;
            end('completed');
            return controller.close();
          }
        } catch (error) {
          end('failed');
          controller.error(error);
        }
      },
      async cancel(reason) {
        end('aborted');
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
