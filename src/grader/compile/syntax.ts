/** Small helpers over acorn's tree. */
import type * as acorn from 'acorn';

/** Any node of a parsed program. */
export type Node = acorn.AnyNode;
/** Any function, whatever its form. */
export type FunctionNode =
  acorn.FunctionDeclaration | acorn.FunctionExpression | acorn.ArrowFunctionExpression;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** The node's children, in the order of their fields. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const value of Object.values(node) as unknown[]) {
    if (isNode(value)) children.push(value);
    else if (Array.isArray(value))
      for (const item of value as unknown[]) if (isNode(item)) children.push(item);
  }
  return children;
}

/** Whether the node is a function. */
export function isFunctionNode(node: Node): node is FunctionNode {
  return (
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression'
  );
}

/** Whether `matches` holds for the node or something in it, functions within it left out. */
export function containsOutsideFunctions(node: Node, matches: (node: Node) => boolean): boolean {
  if (isFunctionNode(node)) return false;
  return matches(node) || childrenOf(node).some((child) => containsOutsideFunctions(child, matches));
}
