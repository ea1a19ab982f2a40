import type { ComplexityPluginOptions } from '@pothos/plugin-complexity';
import type { SchemaTypes } from './builder.ts';
import { tooLarge } from './present-error.ts';

// A page of 200 customers with three usages each costs about 3,000; a list within a list within a list is refused.
const complexityMax = 50_000;
// The deepest sensible question (a page, its usage, its windows) is 8 deep; documents of tools reach 12.
const depthMax = 15;
// 200 selections with aliases are already more than any hand or generator writes.
const breadthMax = 1_000;

/**
 * What the items of a list cost that is part of its row and leads nowhere else, like the tiers of a price: nothing is read
 * for them. Most have one or two. Without this a default page of invoices or products with all their fields is refused.
 */
export const partsComplexity = { field: 1, multiplier: 2 };

/** What the charges of a product cost: most have a handful, and their meters are read together. */
export const chargesComplexity = { field: 1, multiplier: 5 };

/** What one request may cost. Each field counts 1, and what is selected in a list counts once per item. */
export const complexityRules: ComplexityPluginOptions<SchemaTypes & PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>> =
  {
    defaultComplexity: 1,
    defaultListMultiplier: 10,
    limit: { complexity: complexityMax, depth: depthMax, breadth: breadthMax },
    complexityError: (kind, result) => {
      switch (String(kind)) {
        case 'Depth':
          return tooLarge(`This query is ${result.depth} levels deep; at most ${depthMax} are answered.`);
        case 'Breadth':
          return tooLarge(`This query selects ${result.breadth} fields; at most ${breadthMax} are answered.`);
        default:
          return tooLarge(
            `This query could cost ${result.complexity}; at most ${complexityMax} is answered. Ask for shorter pages.`,
          );
      }
    },
  };
