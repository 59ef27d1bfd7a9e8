"""Every code a reader can give, with its sentence for the clerk: Chinese first, English beside, and what to do.

E-FILE containers and workbooks · E-CSV text files · E-NDJ ndjson · N-… notes that change nothing.
Codes are stable: receipts, tests and the handbook name them. `{braces}` are facts filled in when the problem is met.
"""

SENTENCES: dict[str, tuple[str, str]] = {
    "E-FILE-01": (
        "文件是空的(0 字节)。请重新保存后再提交;本期无数据时请提交空白模板。",
        "The file is empty (0 bytes). Save it again; when there is nothing to report, hand in the blank template.",
    ),
    "E-FILE-02": (
        "文件扩展名为“{extension}”,实际内容是{found_zh}。请在 Excel 或 WPS 中打开原表,另存为 .xlsx 后提交。",
        "The name says “{extension}” but the content is {found_en}. Open the table in Excel or WPS, save as .xlsx.",
    ),
    "E-FILE-03": (
        "这是旧格式表格({found_zh}),不能接收。请打开后“另存为 .xlsx”再提交。",
        "This is an old spreadsheet format ({found_en}). Open it and save as .xlsx.",
    ),
    "E-FILE-04": (
        "工作簿设有打开密码,无法读取。请取消密码后另存为 .xlsx 再提交。",
        "The workbook is encrypted. Remove the password, save as .xlsx and hand it in again.",
    ),
    "E-FILE-05": (
        "工作簿已损坏或不完整({detail})。请用 Excel 或 WPS 重新打开并另存为 .xlsx;若打不开,请重新导出。",
        "The workbook is damaged or cut short ({detail}). Open it and save as .xlsx again, or export it anew.",
    ),
    "E-FILE-06": (
        "工作簿解压后过大({detail}),已拒收。请删除多余的工作表、图片和空白格式行,另存为 .xlsx 再提交。",
        "The workbook unpacks to too much ({detail}). Remove surplus sheets, pictures and formatted blank rows.",
    ),
    "E-FILE-07": (
        "工作簿内部结构可疑({detail}),已拒收。请新建空白工作簿,把内容“粘贴为数值”,另存为 .xlsx 再提交。",
        "The inner structure is suspicious ({detail}). Paste the values into a new workbook and save as .xlsx.",
    ),
    "E-FILE-08": (
        "工作表“{sheet}”的内容范围过大(到 {cell})。请删除远处的多余单元格或拆分后再提交。",
        "Sheet “{sheet}” spans too large an area (up to {cell}). Delete the stray far cells, or split it.",
    ),
    "E-FILE-09": (
        "工作表“{sheet}”有内容的行到第 {row} 行,超过上限 {cap} 行。请删除多余行或拆成几个文件。",
        "Sheet “{sheet}” has content down to row {row}, over the limit of {cap} rows. Delete rows or split the file.",
    ),
    "E-FILE-10": (
        "工作表“{sheet}”有内容的列到 {column} 列,超过上限 {cap} 列。请删除右侧多余内容后再提交。",
        "Sheet “{sheet}” has content out to column {column}, over the limit of {cap} columns. Delete the surplus.",
    ),
    "E-FILE-11": (
        "工作簿内含不允许的 XML 声明({detail}),已拒收。请用 Excel 或 WPS 另存为 .xlsx 再提交。",
        "The workbook contains XML that is not allowed ({detail}). Save it as .xlsx from Excel or WPS.",
    ),
    "E-FILE-12": (
        "读取工作簿时程序中止({detail}),文件已保留,其他文件不受影响。请另存为新的 .xlsx 或拆分后再提交。",
        "Reading the workbook was stopped ({detail}); the file is kept, others are not concerned. Save anew or split.",
    ),
    "E-FILE-13": (
        "文件大小 {size_mb} MB,超过上限 {cap_mb} MB。请拆成几个文件分别提交。",
        "The file has {size_mb} MB, over the limit of {cap_mb} MB. Split it into several files.",
    ),
    "E-FILE-14": (
        "工作表“{sheet}”表头重复:“{heading}”同时出现在 {columns} 列。请改名或删除其中一列。",
        "Sheet “{sheet}” has the heading “{heading}” in columns {columns}. Rename or delete one of them.",
    ),
    "E-FILE-15": (
        "工作表“{sheet}”没有第 {row} 行(表头行)。请使用下发的模板填写。",
        "Sheet “{sheet}” has no row {row}, where the headings should be. Use the template.",
    ),
    "E-FILE-16": (
        "不接收扩展名为“{extension}”的文件。请另存为 .xlsx(或 .csv、.ndjson)再提交。",
        "Files named “{extension}” are not accepted. Save as .xlsx (or .csv, .ndjson).",
    ),
    "E-FILE-17": (
        "文件读不到({detail})。请重新提交。",
        "The file cannot be read ({detail}). Hand it in again.",
    ),
    "E-CSV-01": (
        "第 {row} 行起既不是 UTF-8 也不是 GB18030 编码。请另存为“CSV UTF-8”或 .xlsx。",
        "From line {row} on the text is neither UTF-8 nor GB18030. Save as “CSV UTF-8” or .xlsx.",
    ),
    "E-CSV-02": (
        "文件混用了两种编码,第 {row} 行与前文不同。请用同一编码重新导出,或另存为 .xlsx。",
        "The file mixes two encodings; line {row} differs from what stands before. Export it again in one encoding.",
    ),
    "E-CSV-03": (
        "第 {row} 行含有空字节(NUL),不像文本文件。请另存为“CSV UTF-8”或 .xlsx。",
        "Line {row} contains NUL bytes, so this is not plain text. Save as “CSV UTF-8” or .xlsx.",
    ),
    "E-CSV-04": (
        "无法判断分隔符(表头中可能是 {found})。请用英文逗号“,”分隔后重新导出。",
        "The delimiter is ambiguous (the heading may use {found}). Export it again with commas.",
    ),
    "E-CSV-05": (
        "从第 {row} 行开始的引号没有成对,后面的内容无法分列。请补上引号或另存为 .xlsx。",
        "The quotes opened on line {row} do not pair up, so the columns behind it are lost. Fix the quote.",
    ),
    "E-CSV-06": (
        "第 {row} 行有 {cells} 列,表头有 {expected} 列。请检查多余或缺少的逗号。",
        "Row {row} has {cells} cells under {expected} headings. Look for a missing or surplus comma.",
    ),
    "E-CSV-07": (
        "第 {row} 行有一个单元格超过 131072 个字符,该行未接收。请缩短内容。",
        "Row {row} has a cell of more than 131,072 characters. Shorten it.",
    ),
    "E-CSV-08": (
        "第 {row} 行含有空字节(NUL),该行未接收。请删除后重新填写该行。",
        "Row {row} contains a NUL byte. Type the row again.",
    ),
    "E-NDJ-01": (
        "文件是一个 JSON 数组,应为每行一个对象。转换命令:jq -c '.[]' 文件 > 文件.ndjson",
        "The file is one JSON array; it must be one object a line. To convert: jq -c '.[]' FILE > FILE.ndjson",
    ),
    "E-NDJ-02": (
        "第 {row} 行不是合法的 JSON({detail})。",
        "Line {row} is not valid JSON ({detail}).",
    ),
    "E-NDJ-03": (
        "第 {row} 行是{found},应为一个对象 {{…}}。",
        "Line {row} is {found}; it must be an object {{…}}.",
    ),
    "E-NDJ-04": (
        "第 {row} 行字段“{field}”里嵌套了对象或数组,应为单个值。",
        "Line {row}: field “{field}” holds an object or a list; it must be a single value.",
    ),
    "E-NDJ-05": (
        "第 {row} 行字段“{field}”出现了两次,无法判断以哪个为准。",
        "Line {row}: field “{field}” stands twice, so it is not known which one counts.",
    ),
    "E-NDJ-06": (
        "第 {row} 行含有空字符(\\u0000),请删除。",
        "Line {row} contains the character U+0000. Remove it.",
    ),
    "E-NDJ-07": (
        "第 {row} 行第 {detail} 个字节不是 UTF-8 编码。请以 UTF-8 重新导出。",
        "Line {row}: byte {detail} is not UTF-8. Export it again as UTF-8.",
    ),
    "E-NDJ-08": (
        "文件超过 {cap} 行。请拆成几个文件分别提交。",
        "The file has more than {cap} lines. Split it into several files.",
    ),
    "E-NDJ-09": (
        "第 {row} 行的字段名不可用:最多 {cap} 个字段,名称 1 至 200 字,不得以“__”开头。",
        "Line {row}: at most {cap} fields, names of 1 to 200 characters that do not begin with “__”.",
    ),
    "N-FILE-01": (
        "工作簿含宏,只读取了数值,宏从未运行。",
        "The workbook contains macros; only values were read, no macro was run.",
    ),
    "N-FILE-02": (
        "工作簿含外部链接或嵌入对象({detail}),已忽略,没有访问。",
        "The workbook contains links or embedded objects ({detail}); they were ignored and never fetched.",
    ),
    "N-FILE-03": (
        "工作表“{sheet}”有 {count} 个公式单元格,取用了上次保存的计算结果。",
        "Sheet “{sheet}” has {count} formula cells; the values saved with them were used.",
    ),
    "N-FILE-04": (
        "工作表“{sheet}”有 {count} 行被隐藏或筛选,已一并读取。",
        "Sheet “{sheet}” has {count} hidden or filtered rows; they were read too.",
    ),
    "N-FILE-05": (
        "工作表“{sheet}”处于隐藏状态。",
        "Sheet “{sheet}” is hidden.",
    ),
    "N-CSV-01": (
        "文件以“{delimiter}”分隔,而不是逗号。",
        "The file is delimited by “{delimiter}” in place of a comma.",
    ),
    "N-CSV-02": (
        "第 {row} 行含有专用区字符(生僻字可能显示不正确),请核对。",
        "Row {row} contains private-use characters; a rare name may have been damaged. Check it.",
    ),
}


def sentence(code: str, facts: dict[str, object]) -> tuple[str, str]:
    """The two sentences of a code with its facts filled in, made safe for one line of a receipt or a log."""
    shown = {name: escaped(str(value)) for name, value in facts.items()}
    chinese, english = SENTENCES[code]
    return chinese.format(**shown), english.format(**shown)


def escaped(text: str, limit: int = 120) -> str:
    """Text of unknown origin on one line: control and direction characters escaped, at most `limit` characters."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "backslashreplace").decode() for c in cut)
