"""CX Day: its dates, how they read in each language, and the feeds made of them.

The layers import in one direction only (checked by ``make lint``)::

    problems, dates            the standard library only; today is a parameter
      -> yaml_source, record, locales    what the files below ``data/`` say
        -> wording             how a date or a number of days reads
          -> feeds             iCalendar, JSON and structured data
            -> placeholders    what a writer may put between {{ and }}

Nothing here knows MkDocs: ``hooks/mkdocs_adapter.py`` alone does.
"""
