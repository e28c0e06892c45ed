import { DgeDisplay } from './dge-display.js'
import type { PropertyValues, TemplateResult } from 'lit'
import type { Query } from '../data/query.js'
import type { Table } from '../data/table.js'
import type { Locale } from '../locale/index.js'
import type { DisplayAction, DisplayInside, DisplayView, DrawContext, FileExport, QueryContext } from './display-contract.js'

/** A display whose inside is a lazy chunk: its class has attributes and what pages call, its view asks and draws. */
export abstract class DrawnDisplay<View extends DisplayView> extends DgeDisplay {
  /** Undefined until its code is there. */
  protected view: View | undefined

  /** Loads the code of the view; answers with what makes one. */
  protected abstract loadView(): Promise<(inside: DisplayInside) => View>

  /** The view, once its code is there. @throws DgeError `network` */
  protected async viewed(): Promise<View> {
    const make = await this.loadView()
    return (this.view ??= make({
      queryOf: (terms, context, cut) => this.queryOf(terms, context, cut),
      select: (detail) => this.select(detail),
      titled: async () => ({ title: this.shownTitle, attribution: await this.attributionText() }),
    }))
  }

  protected async buildQuery(context: QueryContext): Promise<Query> {
    return (await this.viewed()).query(context)
  }

  protected async loadTable(query: Query, context: QueryContext): Promise<Table> {
    const ask = (each: Query) => this.ask(each, context)
    return this.view?.load?.(query, context, ask) ?? ask(query)
  }

  protected isEmpty(table: Table): boolean {
    return this.view?.isEmpty?.(table) ?? table.numRows === 0
  }

  protected async draw(table: Table, context: DrawContext): Promise<void> {
    await (await this.viewed()).draw(table, context)
  }

  async touched(): Promise<unknown> {
    return undefined
  }

  protected withoutSource(_signal: AbortSignal): Promise<Table> | undefined {
    return undefined
  }

  protected renderContent(): TemplateResult | undefined {
    return this.view?.render()
  }

  protected renderControls(): TemplateResult | undefined {
    return undefined
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed)
    this.view?.updated?.()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.view?.destroy?.()
  }

  protected headingOf(table: Table | undefined): string | undefined {
    return table && this.view?.heading?.(table)
  }

  get offersData(): boolean {
    return true
  }

  summary(table: Table, locale: Locale): string {
    return this.view?.summary?.(table, locale) || locale.messages.tableSummary(table.numRows, table.schema.length)
  }

  exports(): readonly FileExport[] {
    return this.view?.exports?.() ?? []
  }

  menuActions(): readonly DisplayAction[] {
    return this.view?.menuActions?.() ?? []
  }

  get why(): string | undefined {
    return undefined
  }

  protected lookChanged(): void {
    this.view?.lookChanged?.()
  }
}
