// Promises the template's text read into a tree, or the line that is wrong with what to do about it; nothing in it is ever run.
//
// A head of `TÊN: giá trị` lines, whose lists go on in lines that start with "- "; a line `---`; then the body, one block a line:
// `# …` heading, `## …` subheading, `- …` list item, `~ …` no indent, `= …` centred, `| tên | giá trị` row of a table of facts,
// `!bảng list | Đầu cột:20 = {{field}} | …`, `!ảnh field | caption`, `!băm field`, `!trang`, `!phụ lục TITLE | subject`,
// `!phụ lục ngang …`. `{{field}}` and `{{field|filter}}` are values; `{{#field}}` … `{{/field}}` repeats or shows, `{{^field}}` the
// contrary, each on a line of its own; `**…**` is bold, `*…*` italic.
import { AppError } from "#core/errors.ts";
import { filterNames } from "./template-filters.ts";
import { type HeadName, headNames, type Look, type Piece, type Template, type TemplateNode } from "./template-tree.ts";

const maxChars = 60_000;
const maxLines = 1500;
const maxDepth = 4;

export function templateError(line: number, what: string, cure: string): AppError {
  return new AppError("input.invalid", { detail: `dòng ${line}: ${what}`, cure, facts: { line } });
}

const fieldPattern = /^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*$/;

function checkField(name: string, line: number): string {
  if (fieldPattern.test(name)) return name;
  throw templateError(line, `“${name}” không phải tên trường`, "Chọn tên trong danh sách trường bên cạnh.");
}

function readField(inner: string, line: number): Pick<Piece, "field" | "filter"> {
  const [name = "", filter = "", ...more] = inner.split("|").map((part) => part.trim());
  if (more.length > 0 || (filter && !filterNames.includes(filter)))
    throw templateError(line, `không có cách viết “${filter}”`, `Dùng một trong: ${filterNames.join(", ")}.`);
  return { field: checkField(name, line), filter };
}

/** Fixed words, fields, bold and italic of one line. */
export function readPieces(text: string, line: number): Piece[] {
  const pieces: Piece[] = [];
  let [bold, italic] = [false, false];
  for (const part of text.split(/(\{\{.*?\}\}|\*\*|\*)/)) {
    if (part === "**") bold = !bold;
    else if (part === "*") italic = !italic;
    else if (/^\{\{.*\}\}$/.test(part))
      pieces.push({ text: null, ...readField(part.slice(2, -2), line), bold, italic });
    else if (/\{\{|\}\}/.test(part)) throw templateError(line, "ngoặc {{ }} chưa đủ cặp", "Viết đủ {{tên trường}}.");
    else if (part) pieces.push({ text: part, field: "", filter: "", bold, italic });
  }
  if (bold || italic) throw templateError(line, "dấu * chưa đủ cặp", "Đóng chữ đậm bằng **, chữ nghiêng bằng *.");
  return pieces;
}

const looks: readonly [string, Look][] = [
  ["## ", "subheading"],
  ["# ", "heading"],
  ["- ", "item"],
  ["~ ", "flat"],
  ["= ", "centred"],
];

function readTable(rest: string, line: number): TemplateNode {
  const [list = "", ...cells] = rest.split(/\|(?![^{]*\}\})/).map((cell) => cell.trim());
  const columns = cells.map((cell) => {
    const match = /^(.+?):(\d{1,3})\s*=\s*(.*)$/.exec(cell);
    if (!match) throw templateError(line, `cột “${cell}” viết sai`, "Viết: Tên cột:20 = {{trường}}.");
    return { head: match[1]!, percent: Number(match[2]), pieces: readPieces(match[3]!, line) };
  });
  const sum = columns.reduce((all, column) => all + column.percent, 0);
  if (columns.length === 0 || sum !== 100)
    throw templateError(line, `các cột rộng ${sum} %, không phải 100 %`, "Sửa số sau tên cột cho tổng bằng 100.");
  return { line, kind: "table", list: checkField(list, line), columns };
}

function readCommand(text: string, line: number): TemplateNode {
  const annex = /^!phụ lục( ngang)? ([^|]+)(?:\|(.*))?$/.exec(text);
  if (annex) {
    const [title, subject] = [readPieces(annex[2]!.trim(), line), readPieces((annex[3] ?? "").trim(), line)];
    return { line, kind: "annex", landscape: annex[1] !== undefined, title, subject };
  }
  const [, name, rest = ""] = /^!(\S+)\s*(.*)$/.exec(text) ?? [];
  if (name === "bảng") return readTable(rest, line);
  if (name === "trang") return { line, kind: "break" };
  if (name === "băm") return { line, kind: "hash", field: checkField(rest.trim(), line) };
  if (name === "ảnh") {
    const [field = "", caption = ""] = rest.split(/\|(?![^{]*\}\})/).map((part) => part.trim());
    return { line, kind: "picture", field: checkField(field, line), caption: readPieces(caption, line) };
  }
  throw templateError(line, `không có lệnh “${text.slice(0, 40)}”`, "Lệnh là !bảng, !ảnh, !băm, !trang, !phụ lục.");
}

function readBlock(text: string, line: number): TemplateNode {
  if (text.startsWith("!")) return readCommand(text, line);
  if (text.startsWith("|")) {
    const [label, value, ...more] = text.slice(1).split(/\|(?![^{]*\}\})/);
    if (value === undefined || more.some((part) => part.trim()))
      throw templateError(line, "hàng bảng viết sai", "Viết: | Tên | giá trị.");
    return { line, kind: "row", label: readPieces(label!.trim(), line), value: readPieces(value.trim(), line) };
  }
  const found = looks.find(([mark]) => text.startsWith(mark));
  const words = found ? text.slice(found[0].length) : text;
  return { line, kind: "line", look: found?.[1] ?? "body", pieces: readPieces(words.trim(), line) };
}

interface Open {
  nodes: TemplateNode[];
  section: { field: string; line: number } | null;
}

/** Lines with their sections, which open and close on lines of their own. `first` is the number of the first line. */
function readLines(lines: readonly string[], first: number): TemplateNode[] {
  const stack: Open[] = [{ nodes: [], section: null }];
  for (const [i, raw] of lines.entries()) {
    const [text, line] = [raw.trim(), first + i];
    if (!text) continue;
    const tag = /^(?:- )?\{\{([#^/])\s*([^}|]+?)\s*\}\}$/.exec(text);
    const top = stack.at(-1)!;
    if (!tag) top.nodes.push(readBlock(text, line));
    else if (tag[1] === "/") {
      if (top.section?.field !== tag[2])
        throw templateError(line, `{{/${tag[2]}}} không khớp phần đang mở`, "Đóng đúng phần mở gần nhất.");
      stack.pop();
    } else {
      if (stack.length > maxDepth) throw templateError(line, "lồng quá sâu", `Nhiều nhất ${maxDepth} tầng.`);
      const field = checkField(tag[2]!, line);
      const node: TemplateNode = { line, kind: "section", field, inverted: tag[1] === "^", nodes: [] };
      top.nodes.push(node);
      stack.push({ nodes: node.nodes, section: { field, line } });
    }
  }
  const open = stack.at(-1)!.section;
  if (open) throw templateError(open.line, `phần {{#${open.field}}} chưa đóng`, `Thêm dòng {{/${open.field}}}.`);
  return stack[0]!.nodes;
}

function readHead(lines: readonly string[]): Template["head"] {
  const head: Partial<Record<HeadName, { line: number; nodes: TemplateNode[] }>> = {};
  const names = Object.entries(headNames) as [HeadName, string][];
  for (let i = 0; i < lines.length; i += 1) {
    const text = lines[i]!.trim();
    if (!text) continue;
    const name = names.find(([, said]) => text.startsWith(`${said}:`));
    if (!name) throw templateError(i + 1, `đầu mẫu không có mục “${text.slice(0, 40)}”`, headCure);
    if (head[name[0]]) throw templateError(i + 1, `mục ${name[1]} ghi hai lần`, "Giữ một mục.");
    const rest = text.slice(name[1].length + 1).trim();
    const more: string[] = [];
    while (/^(- |\{\{[#^/])/.test(lines[i + 1 + more.length]?.trim() ?? "")) more.push(lines[i + 1 + more.length]!);
    const own = rest ? [{ line: i + 1, kind: "line", look: "flat", pieces: readPieces(rest, i + 1) } as const] : [];
    head[name[0]] = { line: i + 1, nodes: [...own, ...readLines(more, i + 2)] };
    i += more.length;
  }
  return head;
}

const headCure = `Các mục: ${Object.values(headNames).join(", ")}; rồi một dòng --- trước nội dung.`;

/** Throws AppError `input.invalid` that names the line and the cure. */
export function readTemplate(source: string): Template {
  const lines = source.normalize("NFC").replace(/\r\n?/g, "\n").split("\n");
  if (source.length > maxChars || lines.length > maxLines)
    throw templateError(lines.length, "mẫu quá dài", `Nhiều nhất ${maxLines} dòng, ${maxChars} ký tự.`);
  const cut = lines.findIndex((line) => line.trim() === "---");
  if (cut < 0) throw templateError(1, "mẫu thiếu dòng --- giữa đầu mẫu và nội dung", headCure);
  return { head: readHead(lines.slice(0, cut)), body: readLines(lines.slice(cut + 1), cut + 2) };
}
