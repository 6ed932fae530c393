"""The Regulations (《政府信息公开条例》, State Council Decree 711) as plain Python: values in, values out.

Nothing here knows a database, a web framework or the printed form of the annual report. Each rule names the
document and article it rests on; what could not be verified in the text of a document says so (未核实).
"""
