"""Returns and extracts that a council already makes: their lists, columns and codes, as the files beside this module declare them."""

from analysis.catalogue.returns.codes import Code, CodeList, code_list
from analysis.catalogue.returns.layouts import ListColumn, Return, ReturnList, list_of_table, return_of, returns

__all__ = ["Code", "CodeList", "ListColumn", "Return", "ReturnList", "code_list", "list_of_table", "return_of", "returns"]
