"""Generated from the .proto files beside it by `make proto`. Not edited by hand."""
