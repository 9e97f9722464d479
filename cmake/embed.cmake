# cmake -DFROM=words/vi.yaml -DTO=vi.cc -DNAME=kVi -P embed.cmake: a file as text inside the program.
file(READ "${FROM}" text)
file(WRITE "${TO}" "#include <string_view>\nnamespace ss::words {\nextern const std::string_view ${NAME};\nconst std::string_view ${NAME} = R\"SSWORDS(${text})SSWORDS\";\n}\n")
