/** As much of a Markdown tree as the course's remark plugins read and write. */
export interface MarkdownNode {
  type: string;
  name?: string | null;
  attributes?: { type: string; name?: string; value?: unknown }[];
  children?: MarkdownNode[];
  value?: string;
  /** Of an item of a task list. */
  checked?: boolean | null;
  position?: { start: { line: number } };
  data?: object;
}

/** Whether it is the JSX element of that name. */
export function isElement(node: MarkdownNode, name: string): boolean {
  return node.name === name && node.type.startsWith('mdxJsx');
}

/** The text in it, without marks. */
export function textOf(node: MarkdownNode): string {
  return (node.value ?? '') + (node.children ?? []).map(textOf).join('');
}

/** The text of an attribute; `undefined` where it is not there or is no plain text. */
export function attributeOf(node: MarkdownNode, name: string): string | undefined {
  const value = node.attributes?.find((attribute) => attribute.name === name)?.value;
  return typeof value === 'string' ? value : undefined;
}

/** Adds an attribute with a text. */
export function addAttribute(node: MarkdownNode, name: string, value: string): void {
  node.attributes = [...(node.attributes ?? []), { type: 'mdxJsxAttribute', name, value }];
}

/** Adds an attribute whose value is a name of the module. */
export function addReference(node: MarkdownNode, name: string, to: string): void {
  const body = [{ type: 'ExpressionStatement', expression: { type: 'Identifier', name: to } }];
  const value = {
    type: 'mdxJsxAttributeValueExpression',
    value: to,
    data: { estree: { type: 'Program', sourceType: 'module', comments: [], body } },
  };
  node.attributes = [...(node.attributes ?? []), { type: 'mdxJsxAttribute', name, value }];
}

/** Imports the default export of `source` under a name. */
export function importOf(name: string, source: string): MarkdownNode {
  const specifiers = [{ type: 'ImportDefaultSpecifier', local: { type: 'Identifier', name } }];
  const literal = { type: 'Literal', value: source, raw: JSON.stringify(source) };
  const body = [{ type: 'ImportDeclaration', specifiers, source: literal }];
  return {
    type: 'mdxjsEsm',
    value: `import ${name} from ${JSON.stringify(source)};`,
    data: { estree: { type: 'Program', sourceType: 'module', comments: [], body } },
  };
}
