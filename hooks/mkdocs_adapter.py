"""The one file that knows MkDocs: it hands the pages and templates what ``cx_day`` computes.

MkDocs calls the ``on_…`` functions (https://www.mkdocs.org/user-guide/configuration/#hooks),
all of them once per language: mkdocs-static-i18n builds the second language inside the first
one's ``on_post_build``. What has to happen once for the whole site happens in ``_start`` and
``_finish``.
"""

from __future__ import annotations

import hashlib
import logging
import os
import posixpath
import re
from base64 import b64encode
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from jinja2 import pass_context
from markupsafe import Markup
from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.utils import get_relative_url, write_file

from cx_day import files as files_below_docs
from cx_day import history, library, locales, record
from cx_day.counterparts import Counterparts, markers, pending
from cx_day.feeds.icalendar_file import calendar_file
from cx_day.feeds.open_data import open_data
from cx_day.feeds.structured_data import questions_and_answers, structured_data
from cx_day.front_matter import PageSource, front_matter, names_field
from cx_day.links import Targets, places
from cx_day.pages import PageExtension, Surroundings, address
from cx_day.pictures import cards
from cx_day.pictures.fonts import LetteringError
from cx_day.pictures.posters import Posters, ready_made
from cx_day.pictures.studio import Studio
from cx_day.placeholders import BLOCKS, TEXTS, PlaceholderError, Value, Vocabulary
from cx_day.problems import Problem, SourceError, nearest
from cx_day.prose_checks import ProseChecks
from cx_day.search.index import SearchPage, index_files
from cx_day.search.words import Rules, rules
from cx_day.typography import bind, typeset
from cx_day.views import (
    Views,
    calendar_links,
    glossary_rows,
    lagging_lines,
    minutes_to_read,
    missing_notes,
    state_rows,
    vocabulary_rows,
)
from cx_day.wording import Wording
from cx_day.yaml_source import read_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from jinja2 import Environment
    from jinja2.runtime import Context
    from jsonschema import Draft202012Validator
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

log = logging.getLogger(f"mkdocs.hooks.{__name__}")

BUILD_YEARS = range(2014, 9900)
"""The years in which a build may take place: with a CX Day behind it, and decades of them ahead."""
HOME = "index.md"
"""The one page that every language has from its first day."""
GLOSSARY = "glossary.md"
"""The page that lists the terms."""
EVERYWHERE = {HOME, "dates.md", "contents.md", "search.md", "celebrate/index.md", GLOSSARY}
EVERYWHERE |= {"about/contribute.md", "about/state.md"}
"""Pages that the shell, the feeds or the texts of data/ lead to: no language can do without."""
QUESTIONS = "questions.md"
"""The page whose sections are questions with their answers, for search engines, too."""
TO_FIND_WITH = {"search.html", "contents.html"}
"""The templates of pages that lead to others, and are not found themselves."""


@dataclass
class _Site:
    """One build of the whole site, in all its languages."""

    root: Path
    url: str
    today: date
    record: record.Record
    locales: dict[str, locales.Locale]
    documents: dict[str, library.Document]
    glossary: list[library.Term]
    page_schema: Draft202012Validator
    assets_version: str
    studio: Studio
    search_rules: dict[str, Rules]
    nav: list[Any] | None
    targets: Targets
    counterparts: Counterparts = field(init=False)
    problems: list[Problem] = field(default_factory=list)
    alone: list[Problem] = field(default_factory=list)  # those of files, seen one by one
    extension: PageExtension = field(default_factory=PageExtension)
    vocabularies: dict[str, Vocabulary] = field(default_factory=dict)  # by source path
    anchors: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)
    sources: dict[str, PageSource] = field(default_factory=dict)  # by source path, as links are
    links: dict[str, list[str]] = field(default_factory=dict)
    navigations: dict[str, Navigation] = field(default_factory=dict)
    files: dict[str, Files] = field(default_factory=dict)
    templates: Environment = field(init=False)
    prose: ProseChecks = field(init=False)
    terms_used: dict[str, list[str]] = field(default_factory=dict)  # by source path
    pages: dict[tuple[str, str], Page] = field(default_factory=dict)  # by locale and name
    pictures: dict[str, bytes] = field(default_factory=dict)  # by address within the site
    to_be_found: dict[tuple[str, str], SearchPage] = field(default_factory=dict)
    finished: bool = False

    def wording(self, key: str) -> Wording:
        return Wording(self.locales[key])

    def terms(self, key: str) -> dict[str, re.Pattern[str]]:
        """How the terms of the glossary are recognised in a language's pages, by id."""
        found = {term.id: library.occurrences(term, self.locales[key]) for term in self.glossary}
        return {name: pattern for name, pattern in found.items() if pattern}

    def home(self, key: str) -> str:
        """Full address of a language's home page."""
        return self.url if key == next(iter(self.locales)) else urljoin(self.url, f"{key}/")

    def address_of(self, key: str, name: str) -> str | None:
        """Full address of a page such as ``dates``; None where a language doesn't have it yet."""
        files = (f"{name}.md", f"{name}/index.md")
        is_there = any(key in self.counterparts.having(file) for file in files)
        return urljoin(self.home(key), f"{name}/") if is_there else None

    def calendar_url(self, key: str) -> str:
        return urljoin(self.home(key), "cx-day.ics")


_command = "build"
_site: _Site


def on_startup(command: str, dirty: bool) -> None:  # noqa: ARG001, FBT001 - MkDocs's signature
    """Note what this run is for.

    ``serve``, a preview, goes on in spite of mistakes; ``check`` draws and reports nothing.
    """
    global _command  # noqa: PLW0603 - hooks are functions: what they share is the module's
    _command = command


def problems() -> list[Problem]:
    """Every mistake that the last build found, in the order of files and lines."""
    return sorted(set(_site.problems))


@event_priority(-150)  # after the i18n plugin has set the language
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the data once, and give each language's build its Markdown extension."""
    global _site  # noqa: PLW0603 - see on_startup
    if "i18n" not in config.plugins:
        msg = "mkdocs.yml: “i18n” is missing below “plugins:”; without it there are no languages."
        raise PluginError(msg)
    if not _i18n(config).building:
        # MkDocs counts the warnings of the whole site in the first language's build. Were those of
        # the others strict, too, the first one with a warning would hide what later ones have.
        config.strict = False
        _site = _start(config)
        _site.prose = ProseChecks(_site.glossary, _site.locales)
        _site.problems.extend(_site.prose.of_data(_site.root))
        _site.problems.extend(_file_problems(config))
        _site.problems.extend(_nav_problems(config))
    extensions: list[Any] = config.markdown_extensions
    config.markdown_extensions = [
        *(entry for entry in extensions if not isinstance(entry, PageExtension)),
        _site.extension,  # type: ignore[list-item] # Python-Markdown takes instances, too
    ]
    strings = _site.locales[_language(config)].strings
    _i18n(config).current_language_config.admonition_translations = dict(strings["admonitions"])
    return config


def _i18n(config: MkDocsConfig) -> Any:  # noqa: ANN401 - the plugin is not typed
    return config.plugins["i18n"]


def _counterparts(file: Any) -> dict[str, File]:  # noqa: ANN401 - the plugin adds the field
    """The same page in every language that has it, in the order of the site's languages."""
    return {key: file.alternates[key] for key in _site.locales if key in file.alternates}


def _name(file: Any) -> str:  # noqa: ANN401 - the plugin adds the field
    """The page's path within its language's folder: the same in all of them."""
    name: str = file.norm_src_uri
    return name


def _custom_dir(config: MkDocsConfig) -> Path:
    return Path(config.theme.custom_dir or "overrides")


def _start(config: MkDocsConfig) -> _Site:
    root = Path(config.config_file_path).parent
    url = config.site_url or ""
    if not url.startswith(("http://", "https://")):
        msg = (
            "mkdocs.yml: “site_url” has to be the full address of the published site, such as "
            "https://cx-day.github.io/cx-day/; check the environment variable SITE_URL."
        )
        raise PluginError(msg)
    if not urlsplit(url).netloc or set("?#").intersection(url):
        msg = (
            f"mkdocs.yml: “site_url” is {url}; it has to name a host and must not contain “?” or "
            "“#”: each page's path is put behind it. Check the environment variable SITE_URL."
        )
        raise PluginError(msg)
    keys = _i18n(config).all_languages
    fonts = _custom_dir(config) / "assets" / "fonts"
    languages: dict[str, locales.Locale] = {}
    mistakes: list[Problem] = []
    with _noted(mistakes):
        languages = locales.load(root, keys, [path.name for path in fonts.glob("*.woff2")])
    complete = [key for key, locale in languages.items() if locale.complete]
    with _noted(mistakes):
        dates = record.load(root, complete)
    with _noted(mistakes):
        documents = library.documents(root, complete)
    with _noted(mistakes):
        glossary = library.glossary(root, complete)
    with _noted(mistakes):
        search_rules = {key: rules(root, locale) for key, locale in languages.items()}
    if mistakes:
        error = SourceError(locales.told(mistakes, languages))
        raise PluginError(f"The data cannot be used:\n{error}") from error
    return _Site(
        root=root,
        url=url.rstrip("/") + "/",
        today=_today(),
        record=dates,
        locales=languages,
        documents=documents,
        glossary=glossary,
        page_schema=read_schema(root / "data" / "page.schema.json"),
        assets_version=_assets_version(_custom_dir(config)),
        studio=Studio(_custom_dir(config), root / ".cache" / "pictures", draft=_command == "check"),
        search_rules=search_rules,
        nav=config.nav,
        targets=Targets(url.rstrip("/") + "/"),
    )


@contextmanager
def _noted(mistakes: list[Problem]) -> Iterator[None]:
    """Go on after a data file that cannot be used: the next one may have mistakes, too."""
    try:
        yield
    except SourceError as error:
        mistakes.extend(error.problems)


def _today() -> date:
    """The day of the build, in UTC; SOURCE_DATE_EPOCH moves it (reproducible-builds.org).

    The page's own script goes by the visitor's clock and time zone.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC).date()
    try:
        day = datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        msg = f"SOURCE_DATE_EPOCH is “{epoch}”; it has to be a number of seconds since 1970."
        raise PluginError(msg) from None
    if day.year not in BUILD_YEARS:
        first, last = BUILD_YEARS[0], BUILD_YEARS[-1]
        raise PluginError(f"SOURCE_DATE_EPOCH is {day}; it has to lie from {first} to {last}.")
    return day


def _assets_version(custom_dir: Path) -> str:
    """A short name for the state of all assets, so that no browser mixes old with new ones."""
    digest = hashlib.sha256()
    for folder in ("assets", "styles"):
        for path in sorted((custom_dir / folder).rglob("*")):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


# ---------------------------------------------------------------------------- files


@event_priority(100)  # before the i18n plugin takes the other languages' files away
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Keep what belongs on the site: our own assets, pages and images of the languages."""
    custom_dir = _custom_dir(config)
    docs_dir = Path(config.docs_dir)
    for file in list(files):
        source = Path(file.abs_src_path or "")
        if docs_dir not in source.parents:
            if custom_dir / "assets" not in source.parents:
                files.remove(file)  # the theme's own assets, and parts of our templates
            continue
        if _site.targets.left_out.intersection([file.src_uri, *_folders(file.src_uri)]):
            files.remove(file)
    if not _i18n(config).building:
        _site.counterparts = _read_counterparts(files, config)
    if _site.nav is not None:
        config.nav = list(_existing(_site.nav, _language(config)))
    return files


def _read_counterparts(files: Files, config: MkDocsConfig) -> Counterparts:
    """The front matter of all pages in advance: each language has to know the others'.

    Mistakes are dropped here; they are reported when a page's own turn comes.
    """
    pages = {}
    for file in files.documentation_pages():
        key, _, name = file.src_uri.partition("/")
        if key in _site.locales:
            path = _shown(Path(file.abs_src_path or ""), config)
            source = PageSource(path, file.content_string, _site.locales[key], lambda _: None)
            pages[key, name] = front_matter(source, _site.page_schema, _vocabulary(key))
    keys = list(_site.locales)
    steps = history.commits(_site.root, posixpath.basename(config.docs_dir))
    compared = {page: meta["in_step"] for page, meta in pages.items() if "in_step" in meta}
    words = markers(_site.locales.values())
    lags = None if steps is None else pending(steps, keys, words, compared)
    return Counterparts(keys, pages, lags)


def _existing(nav: list[Any], key: str) -> Iterator[Any]:
    """The navigation of mkdocs.yml without the pages that only other languages have."""
    for entry in nav:
        if isinstance(entry, dict):
            titles = {
                title: list(_existing(target, key)) if isinstance(target, list) else target
                for title, target in entry.items()
            }
            if all(titles.values()) and all(_exists(target, key) for target in titles.values()):
                yield titles
        elif _exists(entry, key):
            yield entry


def _exists(name: object, key: str) -> bool:
    """Whether the language has a page of the navigation, or no language has it."""
    return not isinstance(name, str) or key not in _site.counterparts.lacking(name)


def _folders(name: str) -> list[str]:
    return [folder.as_posix() for folder in Path(name).parents]


def _file_problems(config: MkDocsConfig) -> Iterator[Problem]:
    """What is wrong with the files below ``docs/``; those that cannot be used are left out."""
    docs = Path(config.docs_dir)
    left_out = set()
    for path in files_below_docs.files(docs):
        folder = files_below_docs.folder_of(path, docs)
        key = folder if folder in _site.locales else next(iter(_site.locales))
        for line, rule, values in files_below_docs.mistakes(path, docs, _site.locales):
            yield _problem(_shown(path, config), line, key, rule, **values)
            if rule not in files_below_docs.TOO_HEAVY:
                left_out.add(path.relative_to(docs).as_posix())
    _site.targets.left_out = frozenset(left_out)


def _nav_problems(config: MkDocsConfig) -> Iterator[Problem]:
    """Pages that ``nav`` does not lead to, and entries of it that lead nowhere."""
    docs = Path(config.docs_dir)
    folders = {key: docs / key for key in _site.locales}
    pages = {
        key: [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.md"))]
        for key, folder in folders.items()
    }
    listed = list(_nav_names(config.nav))
    settings = Path(config.config_file_path).read_text(encoding="utf-8").splitlines()
    known = {name for names in pages.values() for name in names}
    for name in listed:
        if name not in known:
            entry = re.compile(rf"\s*- (?:[^#]*: )?[\"']?{re.escape(name)}[\"']?\s*(?:#.*)?")
            lines = [at for at, text in enumerate(settings, start=1) if entry.fullmatch(text)]
            near = nearest(name, sorted(known)) or "index.md"
            values = {"found": name, "nearest": near}
            first = next(iter(_site.locales))
            yield _problem("mkdocs.yml", (lines or [1])[0], first, "nav_missing", **values)
    for key, names in pages.items():
        for name in names:
            left_out = config.not_in_nav and config.not_in_nav.match_file(f"{key}/{name}")
            left_out = left_out or f"{key}/{name}" in _site.targets.left_out
            if name not in listed and not left_out:
                shown = _shown(folders[key] / name, config)
                yield _problem(shown, 1, key, "nav_omitted", found=name)


def _nav_names(nav: object) -> Iterator[str]:
    """The files that ``nav`` names, on any level."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict):
        for child in nav.values():
            yield from _nav_names(child)
    elif isinstance(nav, list):
        for child in nav:
            yield from _nav_names(child)


def _problem(path: str, line: int, key: str, rule: str, /, **values: object) -> Problem:
    """A mistake, said in the language ``key``."""
    sentence: str = _site.locales[key].strings["problems"][rule]
    return Problem(path, line, sentence.format(**values), rule, key)


def _shown(path: Path, config: MkDocsConfig) -> str:
    return path.relative_to(Path(config.config_file_path).parent).as_posix()


# ---------------------------------------------------------------------------- pages


@event_priority(100)  # before the i18n plugin, which takes the source's last line break
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Check the page's front matter, and prepare the Markdown extension for its body."""
    key = _language(config)
    text = page.file.content_string
    path = _shown(Path(page.file.abs_src_path or ""), config)
    source = PageSource(
        path,
        text,
        _site.locales[key],
        _site.problems.append,
        pages=[
            *(_shown(Path(file.abs_src_path or ""), config) for file in files),
            *(f"{posixpath.basename(config.docs_dir)}/{name}" for name in _site.targets.left_out),
        ],
        documents=_site.documents,
        others=_others(page, key, config),
        everywhere=_name(page.file) in EVERYWHERE,
    )
    _site.sources[page.file.src_uri] = source
    _site.pages[key, _name(page.file)] = page
    vocabulary = _vocabulary(key)
    _site.vocabularies[page.file.src_uri] = vocabulary
    page.meta = front_matter(source, _site.page_schema, vocabulary)
    for line, sentence, values in _site.prose.of_page(text, key):
        source.complain(line, sentence, **values)
    _site.extension.begin(
        source,
        vocabulary,
        first_line=text.count("\n") - markdown.count("\n") + 1,
        site=Surroundings(
            urls=_urls(page, key),
            url_of=partial(_site.targets.url, page.file.src_uri),
            terms=_terms(page, key),
        ),
    )
    return markdown


def _others(page: Page, key: str, config: MkDocsConfig) -> dict[str, bool]:
    """Where the page has to be in the other languages, and whether it is."""
    docs, name = posixpath.basename(config.docs_dir), _name(page.file)
    having = _site.counterparts.having(name)
    return {f"{docs}/{other}/{name}": other in having for other in _site.locales if other != key}


def _terms(page: Page, key: str) -> dict[str, re.Pattern[str]]:
    """The terms that lead from a page to the glossary, if there is one and this is not it."""
    has_glossary = key in _site.counterparts.having(GLOSSARY)
    return _site.terms(key) if has_glossary and _name(page.file) != GLOSSARY else {}


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Remember the page's anchors, to compare them with its counterpart's."""
    _site.anchors[_language(config), _name(page.file)] = dict(_site.extension.anchors)
    _site.terms_used[page.file.src_uri] = list(_site.extension.terms_used)
    _site.links[page.file.src_uri] = list(_site.extension.links)
    return html


def _language(config: MkDocsConfig) -> str:
    key: str = _i18n(config).current_language
    return key


def _urls(page: Page, key: str) -> dict[str, str]:
    """The addresses that a page's text may need, relative to the page."""
    targets = {
        "ics_url": _site.calendar_url(key),
        "json_url": urljoin(_site.url, "cx-day.json"),
        "glossary_url": urljoin(_site.home(key), GLOSSARY.removesuffix(".md") + "/"),
    }
    return {
        name: get_relative_url(target.removeprefix(_site.url), page.url)
        for name, target in targets.items()
    }


def _vocabulary(key: str) -> Vocabulary:
    """The placeholders' values for a page. Blocks are left for later: they may show any page."""
    return Vocabulary(
        _site.record.observance,
        _site.wording(key),
        _site.today,
        texts={name: address(name) for name in TEXTS},
        blocks={name: partial(_BLOCK.format, name) for name in BLOCKS},
    )


_BLOCK = '<div data-block="{}"></div>'


def _with_blocks(html: str, context: dict[str, Any]) -> str:
    """A page's HTML with its blocks in place, each rendered by its template."""

    def rendered(match: re.Match[str]) -> str:
        return _site.templates.get_template(f"blocks/{match[1]}.html").render(context)

    return re.sub(_BLOCK.format(r"(\w+)"), rendered, html)


# ---------------------------------------------------------------------------- templates


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Make the filters known to the templates, and check their placeholders."""
    if not _i18n(config).building:
        _check_templates(_custom_dir(config), config)
    _site.templates, _site.files[_language(config)] = env, files
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False}  # Arabic in half the bytes
    env.filters["bind"] = bind
    env.filters["typeset"] = _typeset
    env.filters["plain"] = lambda name: name.plain()
    env.filters["csp_hash"] = _csp_hash
    env.filters["compact"] = _compact
    return env


@pass_context
def _typeset(context: Context, text: str) -> str:
    """Plain text as HTML, typeset for the page's language."""
    return typeset(text, context["locale"].direction)


def _compact(script: str) -> str:
    """A script without indentation, empty lines, and comments that have lines of their own."""
    return re.sub(r"^(?:\s+|//.*|/\*(?s:.*?)\*/)+", "", script, flags=re.MULTILINE)


def _csp_hash(script: str) -> str:
    """The source expression that lets this very inline script run (CSP level 3)."""
    return f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _check_templates(custom_dir: Path, config: MkDocsConfig) -> None:
    vocabulary = Vocabulary(
        _site.record.observance,
        _site.wording(next(iter(_site.locales))),
        _site.today,
        texts=dict.fromkeys(TEXTS, ""),
        blocks=dict.fromkeys(BLOCKS, str),
    )
    for path in sorted(custom_dir.rglob("*.html")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            for match in re.finditer(r"(?<![\w/\"'-])cx_day(\.\w+)+", line):
                try:
                    vocabulary.value(match.group())
                except PlaceholderError as error:
                    hint = f" Did you mean “{error.nearest}”?" if error.nearest else ""
                    message = f"There is no placeholder “{error.found}”.{hint}"
                    _site.problems.append(Problem(_shown(path, config), number, message))


class _Names:
    """``cx_day`` in a template: ``{{ cx_day.next.on }}`` is HTML, ``| plain`` the text of it."""

    def __init__(self, vocabulary: Vocabulary, name: str) -> None:
        self._vocabulary = vocabulary
        self._name = name

    def __getitem__(self, part: object) -> _Names:
        return _Names(self._vocabulary, f"{self._name}.{part}")

    __getattr__ = __getitem__

    def _value(self) -> Value:
        try:
            return self._vocabulary.value(self._name)
        except PlaceholderError as error:  # _check_templates has reported it, with its line
            return Value(f"{{{{ {error.found} }}}}")

    def __str__(self) -> str:
        return str(self._value())

    def plain(self) -> str:
        return self._value().text


def _context(key: str, vocabulary: Vocabulary, page_url: str) -> dict[str, Any]:
    """What every template and block may use; ``page_url`` is relative to the site."""
    locale = _site.locales[key]
    ics = _site.calendar_url(key)

    def relative(target: str) -> str:
        url = get_relative_url(target.removeprefix(_site.url) or ".", page_url)
        return f"{url}/" if target.endswith("/") and not url.endswith("/") else url

    return {
        "cx_day": _Names(vocabulary, "cx_day"),
        "locale": locale,
        "locales": _site.locales,
        "t": locale.strings,
        "home_address": _site.home(key),
        "home_url": relative(_site.home(key)),
        "address_of": partial(_site.address_of, key),
        "relative": relative,
        "relative_asset": relative(_site.url),
        "assets_version": _site.assets_version,
        "serving": _command == "serve",
        "phase": _site.record.observance.phase(_site.today),
        "calendar": calendar_links(ics, locale.strings["calendar"]["name"])
        | {"download": relative(ics)},
        "views": Views(_site.record, _site.wording(key), _site.today),
        "vocabulary": lambda: vocabulary_rows(vocabulary),
        "pages_state": lambda: list(
            state_rows(_site.counterparts, _site.wording(key), _site.locales, _url)
        ),
        "history_known": _site.counterparts.pending is not None,
    }


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Everything that the page's template needs beyond what MkDocs gives it."""
    key = _language(config)
    vocabulary = _site.vocabularies[page.file.src_uri]
    alternates = {other: _address(file) for other, file in _counterparts(page.file).items()}
    context.update(_context(key, vocabulary, page.url))
    wording = _site.wording(key)
    context["ideas"] = list(_ideas(key))
    context["glossary"] = glossary_rows(_site.glossary, _site.locales, key)
    page.content = _with_blocks(page.content or "", context)
    context.update(
        alternates=alternates,
        menu=list(_menu(nav)),
        structured_data=_structured_data(page, vocabulary),
        clock=vocabulary.clock,
        today=_site.today,
        terms=[
            {"id": term.id, "term": term.words[key].term, "definition": term.words[key].definition}
            for term in _site.glossary
            if term.id in _site.terms_used[page.file.src_uri]
        ],
        idea=_idea(page, key),
        reading_time=wording.count("minutes", minutes_to_read(page.content)),
        related=list(_related(page)),
        documents=[
            _site.documents[name]
            for name in page.meta.get("sources", [])
            if name in _site.documents  # the others are reported
        ],
        card=_card(page, key, config),
        lagging=lagging_lines(_site.counterparts, wording, _name(page.file)),
        missing=dict(missing_notes(_site.counterparts, _site.locales, _name(page.file), _url)),
    )
    if page.meta.get("template") == "posters.html":
        context["posters"] = _posters(page, key)
    if page.meta.get("template") not in TO_FIND_WITH:
        found = _search_page(page, key, context["menu"])
        _site.to_be_found[key, _name(page.file)] = found
    return context


def _search_page(page: Page, key: str, menu: list[dict[str, Any]]) -> SearchPage:
    parts = [entry["page"] for entry in menu if entry["active"] and len(entry["pages"]) > 1]
    return SearchPage(
        url=_address(page.file).removeprefix(_site.url),
        title=typeset(page.title or "", _site.locales[key].direction),
        part=_short_title(parts[0]) if parts else "",
        nav=page.meta.get("nav", ""),
        lead=page.meta.get("lead", ""),
        html=page.content or "",
    )


def _short_title(page: Page) -> str:
    title: str = page.meta.get("nav") or page.title
    return title


def _search_files() -> Iterator[tuple[str, bytes]]:
    """The index of each language, with its address within the site."""
    for key, locale in _site.locales.items():
        contents, page = (_site.address_of(key, name) or "" for name in ("contents", "search"))
        strings = locale.strings["search"] | {
            "found": locale.strings["counts"]["pages"],
            "contents": contents.removeprefix(_site.url),
            "page": page.removeprefix(_site.url),
            "main": [
                [_address(entry["page"].file).removeprefix(_site.url), _short_title(entry["page"])]
                for entry in _menu(_site.navigations[key])
            ],
        }
        names = [_name(page.file) for page in _site.navigations[key].pages]
        pages = [_site.to_be_found[key, name] for name in names if (key, name) in _site.to_be_found]
        for name, content in index_files(pages, _site.search_rules[key], strings).items():
            yield f"assets/search/{locale.tag}/{name}", content


def _card(page: Page, key: str, config: MkDocsConfig) -> dict[str, Any]:
    """The picture that is shown where the page's address is shared."""
    day = _site.record.observance.next(_site.today).date
    painter = cards.Cards(_site.studio, _site.wording(key), day)
    name, about_the_day = _name(page.file).removesuffix(".md"), "about_the_day" in page.meta
    try:
        card = painter.card(name, page.title or "", about_the_day=about_the_day)
    except LetteringError as error:
        shown = _shown(Path(page.file.abs_src_path or ""), config)
        _site.problems.append(Problem(shown, 1, str(error)))
        return {}
    address = f"assets/cards/{key}/{card.file}"
    _site.pictures[address] = card.png
    size = {"width": cards.WIDTH, "height": cards.HEIGHT}
    return {"url": urljoin(_site.url, address), "alt": card.alt} | size


def _posters(page: Page, key: str) -> dict[str, Any]:
    """The posters of a language: the ready-made files, and the layouts for the page's form."""
    occurrence = _site.record.observance.next(_site.today)
    posters = Posters(_site.studio, _site.wording(key), occurrence.date, _site.url)
    folder = f"assets/posters/{key}/"
    try:
        files = posters.files()
        small = list(posters.thumbnails())
    except LetteringError as error:
        raise PluginError(str(error)) from None
    _site.pictures.update({folder + file.name: file.content for file in (*files, *small)})
    return {
        "year": occurrence.year,
        "date": _site.wording(key).short(occurrence.date),
        "folder": get_relative_url(folder, page.url),
        "designs": ready_made(files, get_relative_url(folder, page.url)),
        "layouts": {name: Markup(svg) for name, svg in posters.layouts()},  # noqa: S704 - escaped
    }


def _related(page: Page) -> Iterator[Page]:
    """The pages that the front matter names, less those left out for mistakes of their own."""
    folder = posixpath.dirname(page.file.src_uri)
    for path in page.meta.get("related", []):
        key, _, name = posixpath.normpath(posixpath.join(folder, path)).partition("/")
        if (key, name) in _site.pages:
            yield _site.pages[key, name]


def _idea(page: Page, key: str) -> dict[str, Any] | None:
    """What the front matter of an idea for the day says of it; None for other pages."""
    if "idea" not in page.meta:
        return None
    facts: dict[str, Any] = page.meta["idea"]
    lead_time = _site.wording(key).count("weeks_before", facts["weeks"])
    return facts | {"page": page, "lead_time": lead_time}


def _ideas(key: str) -> Iterator[dict[str, Any]]:
    """All ideas for the day, in the order of the navigation."""
    ideas = (_idea(page, key) for page in _site.navigations[key].pages)
    return (idea for idea in ideas if idea)


def _url(key: str, name: str) -> str:
    """The full address of a page of any language."""
    folder, page = posixpath.split(name.removesuffix(".md"))
    return urljoin(_site.home(key), posixpath.join(folder, "" if page == "index" else f"{page}/"))


def _address(file: File) -> str:
    """The full address of a page."""
    return urljoin(_site.url, "" if file.url in {".", "./"} else file.url)


def _structured_data(page: Page, vocabulary: Vocabulary) -> Markup | None:
    if _name(page.file) == QUESTIONS:
        text = questions_and_answers(page.content or "")
    elif "about_the_day" in page.meta:
        url = urljoin(_site.url, page.url)
        text = structured_data(vocabulary.observance, vocabulary.wording, vocabulary.today, url)
    else:
        return None
    return Markup(text)  # noqa: S704 - JSON with "<" escaped


def _menu(nav: Navigation) -> Iterator[dict[str, Any]]:
    """The first level of the navigation: a page, or a section led by its first page."""
    for item in nav.items:
        pages = [child for child in item.children if child.is_page] if item.is_section else [item]
        yield {"page": pages[0], "pages": pages, "active": item.active}


@event_priority(-150)  # after the i18n plugin has rebuilt it
def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Keep each language's navigation for the page that serves all of them, the 404 page."""
    _site.targets.urls.update(
        (file.src_uri, file.url)
        for file in files
        if file.src_uri.startswith(f"{_language(config)}/")
    )
    nav.items = _pages_only(nav.items)
    _site.navigations[_language(config)] = nav
    return nav


def _pages_only(items: list[Any]) -> list[Any]:
    """The entries without those that lead nowhere, which are reported, and empty sections."""
    for item in items:
        item.children = _pages_only(item.children or [])
    return [item for item in items if item.is_page or item.children]


def on_template_context(
    context: dict[str, Any],
    template_name: str,
    config: MkDocsConfig,  # noqa: ARG001 - MkDocs's signature
) -> dict[str, Any]:
    """The context of the templates that are no pages: 404.html, sitemap.xml, the style sheet."""
    key = next(iter(_site.locales))
    vocabulary = Vocabulary(_site.record.observance, _site.wording(key), _site.today)
    context.update(_context(key, vocabulary, template_name))
    context["sitemap"] = _sitemap(context["i18n_alternates"])
    context["menus"] = {
        locale: [entry["page"] for entry in _menu(nav) if entry["page"].title]
        for locale, nav in _site.navigations.items()
    }
    context["base_path"] = urlsplit(_site.url).path
    return context


def _sitemap(files: Mapping[str, list[File]]) -> list[dict[str, str]]:
    """For each page its full address in every language that has it."""
    pages: dict[str, dict[str, str]] = {}
    for key in _site.locales:
        for file in files.get(key, []):
            pages.setdefault(_name(file), {})[key] = _address(file)
    return list(pages.values())


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:  # noqa: ARG001
    """Write these once, in the last language's build, when all languages are known."""
    return output_content if _language(config) == list(_site.locales)[-1] else ""


_ID = re.compile(r"<[a-zA-Z][^<>]*?\sid=[\"']?([^\"'\s>]+)")


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001
    """Note the page's ids, those of the template's own parts, too."""
    ids = Counter(_ID.findall(output))
    _site.targets.anchors[page.file.src_uri] = frozenset(ids)
    source = _site.sources[page.file.src_uri]
    for name in (name for name, count in ids.items() if count > 1):
        lines = source.lines(rf"#{re.escape(name)}\s*\}}|\bid\s*=\s*[\"']?{re.escape(name)}\b")
        for line in lines[1:] or lines:
            source.complain(line, "anchor_twice", found=f"#{name}")
    return output


# ---------------------------------------------------------------------------- the end


@event_priority(-200)  # after the i18n plugin, which builds the other languages in this event
def on_post_build(config: MkDocsConfig) -> None:
    """Compare the languages, write the feeds, and report every problem of the site at once.

    As soon as the last language is built, inside the build of the first one: MkDocs's own strict
    check, which ends the build if there was a warning, comes after this.
    """
    if _language(config) != list(_site.locales)[-1] or _site.finished:
        return
    _site.finished = True
    _site.alone = list(_site.problems)
    _compare(config)
    if _command == "check":
        return
    site_dir = Path(config.site_dir)
    wordings = [_site.wording(key) for key in _site.locales]
    for wording in wordings:
        key = wording.locale.key
        home = _site.home(key)
        pages = {name: _site.address_of(key, name) or home for name in ("dates", "celebrate")}
        target = site_dir / _site.calendar_url(key).removeprefix(_site.url)
        write_file(calendar_file(_site.record, wording, _site.today, pages), str(target))
    data = open_data(_site.record, wordings, _site.today)
    write_file(data.encode(), str(site_dir / "cx-day.json"))
    for path, content in (*_site.pictures.items(), *_search_files()):
        write_file(content, str(site_dir / path))
    if _command == "serve":
        for problem in problems():
            log.error("%s", problem)
    elif problems():
        listed = "\n".join(map(str, problems()))
        raise PluginError(f"{len(problems())} problem(s) to mend; nothing was published:\n{listed}")


def _compare(config: MkDocsConfig) -> None:
    """Find what is wrong between pages; that of each alone is known."""
    _site.problems.extend(_counterpart_problems(config))
    _report_links()
    _report_twins()


def _report_links() -> None:
    home = {urljoin(_site.home(key), "cx-day.ics"): "{{ cx_day.ics_url }}" for key in _site.locales}
    home[urljoin(_site.url, "cx-day.json")] = "{{ cx_day.json_url }}"
    _site.targets.placeholders = {
        url.removeprefix(_site.url): placeholder for url, placeholder in home.items()
    }
    for name, links in _site.links.items():
        source = _site.sources[name]
        for written, (rule, values) in _site.targets.mistakes(name, links):
            source.complain_where(places(written), rule, **values)


def _report_twins() -> None:
    """Pages of one language with the same title or description: a search shows no difference."""
    seen: dict[tuple[str, str, str], str] = {}
    in_menus = {page.file.src_uri for nav in _site.navigations.values() for page in nav.pages}
    those_first = sorted(_site.pages.items(), key=lambda it: it[1].file.src_uri not in in_menus)
    for (key, _), page in those_first:
        source = _site.sources[page.file.src_uri]
        for name in ("title", "description"):
            text = page.meta.get(name)
            if text:
                first = seen.setdefault((key, name, text.casefold()), source.path)
                if first != source.path:
                    line = source.lines(rf"(?m)^{name}:")[0]
                    source.complain(line, "field_twice", field=name, path=first)


def _counterpart_problems(config: MkDocsConfig) -> Iterator[Problem]:
    docs = posixpath.basename(config.docs_dir)
    for (key, name), anchors in _site.anchors.items():
        path = f"{docs}/{key}/{name}"
        for other in _site.locales:
            if other == key:
                continue
            counterpart = f"{docs}/{other}/{name}"
            if (other, name) not in _site.anchors:
                growing = not _site.locales[other].complete and name != HOME
                if growing or _says_why(name) or f"{other}/{name}" in _site.targets.left_out:
                    continue
                yield _problem(path, 1, key, "counterpart_missing", path=counterpart)
                continue
            for anchor, line in anchors.items():
                if anchor not in _site.anchors[other, name]:
                    values = {"found": f"#{anchor}", "path": counterpart}
                    yield _problem(path, line, key, "anchor_other", **values)


def _says_why(name: str) -> bool:
    """Whether a page says that it has no counterpart, be it in a field that cannot be read."""
    having = _site.counterparts.having(name)
    texts = [_site.sources[f"{key}/{name}"].text for key in having]
    return any(names_field(text, "counterpart") for text in texts)


# ---------------------------------------------------------------------------- the preview


def addresses() -> dict[str, tuple[str, locales.Locale]]:
    """Of each page of the last build, by its address within the site: its source and language."""
    return {
        _address(page.file).removeprefix(_site.url): (
            f"docs/{page.file.src_uri}",
            _site.locales[key],
        )
        for (key, _), page in _site.pages.items()
    }


def rebuild(paths: Iterable[Path], config: MkDocsConfig) -> bool:
    """Build these pages alone; ``config`` is that of the last build.

    False if that is not enough, because other pages show something of them, too.
    """
    known = {page.file.abs_src_path: (key, page) for (key, _), page in _site.pages.items()}
    enough = True
    for path in paths:
        key, page = known.get(str(path), ("", None))
        shown, docs = _shown(path, config), Path(config.docs_dir)
        if page is None or any(files_below_docs.mistakes(path, docs, _site.locales)):
            return False
        before, files = page.meta, _site.files[key]
        _i18n(config).current_language = key
        _site.problems[:] = [one for one in _site.alone if one.path != shown]
        _populate_page(page, config, files)
        pages = files.documentation_pages()
        _build_page(page, config, pages, _site.navigations[key], _site.templates)
        enough = enough and page.meta == before
        _site.alone = list(_site.problems)
    _compare(config)
    return enough
