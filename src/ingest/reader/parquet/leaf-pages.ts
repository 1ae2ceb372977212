import type { ColumnMetaData, DecodedArray } from 'hyparquet';
import { type DataPage, dataPageOf, dictionaryOf } from './column-chunk';
import { asRefusal, damaged } from './damaged';
import type { Leaf } from './leaf';
import { PageReader } from './page-reader';
import type { SpooledFile } from './spooled-file';

/** The decoded data pages of one column chunk, and the dictionary that they point into. */
export class LeafPages {
  dictionary: DecodedArray | undefined;
  private readonly pages: PageReader;

  /** @param limit bytes of a page */
  constructor(
    file: SpooledFile,
    private readonly meta: ColumnMetaData,
    private readonly leaf: Leaf,
    limit: number,
  ) {
    this.pages = new PageReader(file, meta, leaf.name, limit);
  }

  /** The next page that has values; `undefined` behind the last. @throws {RefusedFile} */
  async next(): Promise<DataPage | undefined> {
    for (let page = await this.pages.next(); page; page = await this.pages.next()) {
      try {
        if (page.header.type === 'DICTIONARY_PAGE') {
          this.dictionary = dictionaryOf(page, this.meta.codec, this.leaf);
        } else if (page.header.type !== 'INDEX_PAGE') {
          const data = dataPageOf(page, this.meta.codec, this.leaf);
          if (data.indexed && !this.dictionary) throw damaged(`${this.leaf.name} lacks its dictionary`);
          if (data.count > 0) return data;
        }
      } catch (error) {
        throw asRefusal(error, `a page of ${this.leaf.name} cannot be decoded`);
      }
    }
    return undefined;
  }
}
