# Writes a rule outside the tree with the installed program, builds it against the installed library, and runs what
# it brings: it is listed, run, audited and held to the contract.
#
#   cmake -DSUANWANG=... -DPREFIX=... -DKIND=... -DNAME=... -DFOLDER=... -DBUILD_TYPE=... -DCOMPILER=... -DGENERATOR=... -P this
function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE ${FOLDER})
run(${SUANWANG} new policy ${NAME} --kind ${KIND} --out ${FOLDER})
run(${CMAKE_COMMAND} -S ${FOLDER} -B ${FOLDER}/build -G ${GENERATOR} -DCMAKE_PREFIX_PATH=${PREFIX}
    -DCMAKE_BUILD_TYPE=${BUILD_TYPE} -DCMAKE_CXX_COMPILER=${COMPILER})
run(${CMAKE_COMMAND} --build ${FOLDER}/build)
run(${CMAKE_CTEST_COMMAND} --test-dir ${FOLDER}/build --output-on-failure --no-tests=error)
