import type { ColumnMetaData, RowGroup, SchemaTree } from 'hyparquet';
import { damaged } from './damaged';
import { type ColumnValues, FlatColumn } from './flat-column';
import { type Leaf, leafOf } from './leaf';
import { LeafPages } from './leaf-pages';
import { NestedColumn } from './nested-column';
import { NestedLeaf } from './nested-leaf';
import { leafPaths } from './schema';
import type { SpooledFile } from './spooled-file';
import { formatOf } from './value-format';

/** Opens the columns of a row group, in the order of the trees. */
export class RowGroupColumns {
  private readonly chunks: ReadonlyMap<string, ColumnMetaData>;

  /** @param pageLimit bytes of a page */
  constructor(
    private readonly file: SpooledFile,
    group: RowGroup,
    private readonly root: SchemaTree,
    private readonly pageLimit: number,
  ) {
    this.chunks = new Map(
      group.columns.flatMap(({ meta_data: meta }) => (meta ? [[meta.path_in_schema.join('\0'), meta]] : [])),
    );
  }

  column(node: SchemaTree): ColumnValues {
    const leaves = leafPaths(node, [this.root]).map(leafOf);
    const [only] = leaves;
    const flat = node.children.length === 0 && node.element.repetition_type !== 'REPEATED';
    if (flat && only) return new FlatColumn(this.pages(only), only, this.formatOf(only));
    const nested = leaves.map((leaf) => new NestedLeaf(this.pages(leaf), leaf, this.formatOf(leaf)));
    return new NestedColumn(node, nested);
  }

  private pages(leaf: Leaf): LeafPages {
    const key = leaf.path
      .slice(1)
      .map(({ element }) => element.name)
      .join('\0');
    const meta = this.chunks.get(key);
    if (!meta) throw damaged(`a row group lacks the column ${leaf.name}`);
    return new LeafPages(this.file, meta, leaf, this.pageLimit);
  }

  private formatOf(leaf: Leaf) {
    const last = leaf.path.at(-1);
    if (!last) throw damaged(`${leaf.name} has no place in the schema`);
    return formatOf(last.element);
  }
}
