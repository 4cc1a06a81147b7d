export const id = 207;
export const ids = [207];
export const modules = {

/***/ 47207:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runSummarise: () => (/* binding */ runSummarise)
/* harmony export */ });
/** Runs the mode. Each target is loaded only when it is asked for. */
async function runSummarise(inputs, world) {
    switch (inputs.target) {
        case 'run':
            return (await Promise.all(/* import() */[__webpack_require__.e(598), __webpack_require__.e(709)]).then(__webpack_require__.bind(__webpack_require__, 18709))).summariseRun(inputs, world);
        case 'repository':
            return (await Promise.all(/* import() */[__webpack_require__.e(859), __webpack_require__.e(598), __webpack_require__.e(525)]).then(__webpack_require__.bind(__webpack_require__, 41525))).summariseRepositories(inputs, world);
    }
}


/***/ })

};
