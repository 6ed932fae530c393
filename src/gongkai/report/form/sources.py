"""The national documents that lay down the form."""

SOURCE_2021 = "国办公开办函〔2021〕30号"
SOURCE_2019 = "国办公开办函〔2019〕60号"
