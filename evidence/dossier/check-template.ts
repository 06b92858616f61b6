// Promises that a template which was accepted can be filled: every name in it is known where it stands.
import { templateError } from "./read-template.ts";
import { factCatalogue, type Fields, findShape } from "./fact-catalogue.ts";
import type { Pieces, Template, TemplateNode } from "./template-tree.ts";

const cure = "Chọn tên trong danh sách trường; trường của một danh sách chỉ dùng trong phần {{#danh sách}}.";

function checkPieces(pieces: Pieces, scopes: readonly Fields[], line: number): void {
  for (const piece of pieces)
    if (piece.text === null && piece.field !== "stt" && findShape(scopes, piece.field) !== "leaf")
      throw templateError(line, `không có trường “${piece.field}” ở đây`, cure);
}

function listOf(scopes: readonly Fields[], name: string, line: number): Fields {
  const shape = findShape(scopes, name);
  if (shape === null || shape === "leaf" || !("list" in shape))
    throw templateError(line, `“${name}” không phải danh sách`, cure);
  return shape.list as Fields;
}

function checkNode(node: TemplateNode, scopes: readonly Fields[]): void {
  const pieces = (list: Pieces) => checkPieces(list, scopes, node.line);
  if (node.kind === "line") pieces(node.pieces);
  if (node.kind === "row") [node.label, node.value].forEach(pieces);
  if (node.kind === "annex") [node.title, node.subject].forEach(pieces);
  if (node.kind === "picture") pieces(node.caption);
  if ((node.kind === "picture" || node.kind === "hash") && findShape(scopes, node.field) !== "leaf")
    throw templateError(node.line, `không có trường “${node.field}” ở đây`, cure);
  if (node.kind === "table") {
    const inner = [listOf(scopes, node.list, node.line), ...scopes];
    for (const column of node.columns) checkPieces(column.pieces, inner, node.line);
  }
  if (node.kind !== "section") return;
  const shape = findShape(scopes, node.field);
  if (shape === null) throw templateError(node.line, `không có trường “${node.field}” ở đây`, cure);
  const inner = shape !== "leaf" && "list" in shape && !node.inverted ? [shape.list as Fields, ...scopes] : scopes;
  for (const child of node.nodes) checkNode(child, inner);
}

/** Every field and list that the template names, lists by their own name, in its order, each once. */
export function usedFields(template: Template): string[] {
  const names = new Set<string>();
  const take = (nodes: readonly TemplateNode[]) => {
    for (const node of nodes) {
      if (node.kind === "section") {
        names.add(node.field);
        take(node.nodes);
      } else if (node.kind === "table") names.add(node.list);
      else for (const piece of piecesOf(node)) if (piece.text === null) names.add(piece.field);
    }
  };
  for (const part of Object.values(template.head)) take(part.nodes);
  take(template.body);
  return [...names];
}

function piecesOf(node: TemplateNode): Pieces {
  if (node.kind === "line") return node.pieces;
  if (node.kind === "row") return [...node.label, ...node.value];
  return node.kind === "annex" ? [...node.title, ...node.subject] : [];
}

/** Throws AppError `input.invalid` that names the line and the cure. */
export function checkTemplate(template: Template): void {
  for (const part of Object.values(template.head)) for (const node of part.nodes) checkNode(node, [factCatalogue]);
  for (const node of template.body) checkNode(node, [factCatalogue]);
}
